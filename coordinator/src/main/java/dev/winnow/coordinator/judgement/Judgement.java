package dev.winnow.coordinator.judgement;

import dev.winnow.coordinator.judgement.PairedBootstrap.Difference;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What came of it.
 *
 * @param rows held-out rows that both extracted
 * @param score of all fields together
 * @param fields of each, by name
 * @param slowdown the candidate's time a document by the champion's
 * @param reasons why it is not promoted at once; empty where it is, or a person is asked because that was wanted
 */
record Judgement(
        Outcome outcome,
        int rows,
        Difference score,
        Map<String, Difference> fields,
        double slowdown,
        List<String> reasons) {
    /** What happens to the candidate. */
    enum Outcome {
        /** It takes the champion's place. */
        PROMOTE,
        /** A person decides. */
        ASK,
        /** The champion stays. */
        KEEP
    }

    Judgement {
        fields = Collections.unmodifiableMap(new TreeMap<>(fields));
        reasons = List.copyOf(reasons);
    }
}
