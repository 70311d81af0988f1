package dev.winnow.text.constraint;

import dev.winnow.text.schema.NumberSet;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A number as people and other programs write it: perhaps with an exponent, or with zeros behind the point of a whole
 * one. What begins as a plain decimal that fits is followed as such; of what does not, only those ways to go on are
 * seen that end with an exponent or with zeros.
 *
 * @param plain the same as a plain decimal; null if it is none that fits
 * @param text what has come
 * @param after what follows the number
 */
record WrittenNumber(NumberSet numbers, @Nullable NumberState plain, String text, State after, TokenTrie trie)
        implements State {
    private static final Pattern BEGINNING =
            Pattern.compile("-?(0|[1-9]\\d*)?|-?(0|[1-9]\\d*)(\\.\\d*)?([eE][+-]?\\d{0,4})?");
    private static final Pattern WHOLE = Pattern.compile("-?(0|[1-9]\\d*)(\\.\\d+)?([eE][+-]?\\d{1,4})?");
    private static final int LONGEST = 400;
    private static final int LARGEST_EXPONENT = 30;

    /** What is tried to complete a text: zeros behind a point, then exponents, small ones first. */
    private static final List<String> ENDS = ends();

    private static List<String> ends() {
        List<String> ends = new ArrayList<>(List.of("", "0", "00", ".0"));
        for (int exponent = 0; exponent <= LARGEST_EXPONENT; exponent++) {
            ends.add("e" + exponent);
            ends.add("e-" + exponent);
            ends.add("" + exponent);
            ends.add("-" + exponent);
        }
        return List.copyOf(ends);
    }

    @Override
    public @Nullable State step(int value) {
        String longer = text + (char) value;
        boolean number = "+-.eE".indexOf(value) >= 0 || (value >= '0' && value <= '9');
        if (!number) {
            return complete(text) ? after.step(value) : null;
        }
        if (longer.length() > LONGEST || !BEGINNING.matcher(longer).matches()) {
            return null;
        }
        State decimal = plain == null ? null : plain.step(value);
        NumberState stillPlain = decimal instanceof NumberState one ? one : null;
        WrittenNumber next = new WrittenNumber(numbers, stillPlain, longer, after, trie);
        return stillPlain != null || next.end() != null ? next : null;
    }

    private boolean complete(String number) {
        return WHOLE.matcher(number).matches() && numbers.contains(new BigDecimal(number));
    }

    private @Nullable String end() {
        for (String end : ENDS) {
            if (complete(text + end)) {
                return end;
            }
        }
        return null;
    }

    @Override
    public Ending ending() {
        if (plain != null) {
            return plain.ending();
        }
        String end = end();
        if (end == null) {
            throw new IllegalStateException("a number that was begun can be completed");
        }
        return Ending.of(end.getBytes(StandardCharsets.US_ASCII), after.ending(), trie);
    }

    @Override
    public int forced() {
        return NO_BYTE;
    }

    @Override
    public boolean complete() {
        return complete(text) && after.complete();
    }
}
