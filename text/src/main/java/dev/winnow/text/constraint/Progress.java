package dev.winnow.text.constraint;

import java.util.BitSet;

/**
 * How far an object has come, as far as it matters for what may follow: where nothing depends on it, it is not kept, so
 * that equal places are equal. Immutable; the sets are not to be written to.
 *
 * @param first the first listed property that may still come
 * @param count properties so far; 0 where they are not counted
 * @param taken listed properties so far; empty where that is told by the first one
 * @param pending listed properties that must come because of others
 * @param others names of properties so far that are not listed
 */
record Progress(int first, int count, BitSet taken, BitSet pending, UsedTexts others) {
    static final Progress START = new Progress(0, 0, new BitSet(), new BitSet(), UsedTexts.NONE);

    Progress withOther(int behind, int counted, String name) {
        return new Progress(behind, counted, taken, pending, others.with(name));
    }
}
