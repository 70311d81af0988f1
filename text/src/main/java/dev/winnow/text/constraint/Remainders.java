package dev.winnow.text.constraint;

import java.math.BigInteger;
import java.util.List;

/**
 * What some digits leave when they are divided, as far as it matters for what may follow.
 *
 * @param ofStep what they leave of the divisor that the number must have
 * @param ofExcluded and of each that it must not have
 */
record Remainders(Remainder ofStep, List<Remainder> ofExcluded) {
    /** Nothing is divided. */
    static final Remainders NONE = new Remainders(new Remainder(BigInteger.ZERO, 0), List.of());

    /**
     * What is left of one divisor.
     *
     * @param value what is left, known no finer than what may follow tells apart
     * @param least so many digits must follow to make a multiple, all that may come after the point among them
     */
    record Remainder(BigInteger value, int least) {
        /** No digits that may follow make a multiple. */
        static final Remainder NEVER = new Remainder(BigInteger.ZERO, Integer.MAX_VALUE);
    }
}
