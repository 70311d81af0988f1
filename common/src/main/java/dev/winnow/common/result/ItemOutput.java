package dev.winnow.common.result;

import static java.util.Objects.requireNonNull;
import static java.util.Objects.requireNonNullElse;

/**
 * An item that became JSON.
 *
 * @param position the item's place in its job
 * @param output the JSON text, valid against the task's schema
 * @param truncated a value had to be closed early to stay within the token limit
 * @param usage what it took
 * @param madeBy what made it
 * @param evidence what speaks for its values; {@link Evidence#NONE} in messages of workers that know none
 */
public record ItemOutput(
        int position, String output, boolean truncated, Usage usage, Provenance madeBy, Evidence evidence)
        implements ItemResult {
    public ItemOutput {
        evidence = requireNonNullElse(evidence, Evidence.NONE);
        requireNonNull(output, "output");
        requireNonNull(usage, "usage");
        requireNonNull(madeBy, "madeBy");
        if (position < 0) {
            throw new IllegalArgumentException("position must not be negative, was " + position);
        }
    }
}
