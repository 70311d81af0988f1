package dev.winnow.engine.generation;

import dev.winnow.engine.decoder.KvSlot;
import java.util.Arrays;

/**
 * What a row has read first, and the slot that holds it: another row that begins alike can take it over.
 *
 * @param slot the row's
 * @param head its prompt and what is forced behind it: shared, not to be written to
 */
@SuppressWarnings("ArrayRecordComponent") // Thousands of tokens, never compared as a whole.
record Beginning(KvSlot slot, int[] head) {
    /** How many tokens this row, which has read nothing yet, could take over from another. */
    int sharedWith(Beginning other) {
        if (slot.adapter() != other.slot.adapter()) {
            return 0;
        }
        int mismatch = Arrays.mismatch(head, other.head);
        int same = mismatch < 0 ? head.length : mismatch;
        // The last one is computed in any case: its scores are wanted.
        return Math.min(Math.min(same, head.length - 1), other.slot.tokens());
    }
}
