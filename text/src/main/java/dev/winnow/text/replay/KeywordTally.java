package dev.winnow.text.replay;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Counts, for each keyword, what became of the schemas that use it. Not thread-safe. */
public final class KeywordTally {
    private final Map<String, Row> rows = new TreeMap<>();

    /**
     * What became of the schemas that use a keyword.
     *
     * @param byMask those that were right about each instance by the masks alone
     * @param byCheck those that needed the check afterwards for it
     * @param refused those that did not compile
     * @param wrong those that were wrong about an instance
     */
    public record Row(String keyword, int byMask, int byCheck, int refused, int wrong) {
        /** All schemas with the keyword. */
        public int schemas() {
            return byMask + byCheck + refused + wrong;
        }

        private Row plus(Row other) {
            return new Row(
                    keyword,
                    byMask + other.byMask,
                    byCheck + other.byCheck,
                    refused + other.refused,
                    wrong + other.wrong);
        }

        private static Row of(String keyword, ReplayedSchema replayed) {
            if (!replayed.compiled()) {
                return new Row(keyword, 0, 0, 1, 0);
            }
            if (replayed.hasWrongInstance()) {
                return new Row(keyword, 0, 0, 0, 1);
            }
            boolean checked =
                    replayed.instances().stream().anyMatch(instance -> instance.outcome() == Outcome.FOUND_BY_CHECK);
            return new Row(keyword, checked ? 0 : 1, checked ? 1 : 0, 0, 0);
        }
    }

    /** Counts a schema. */
    public void add(ReplayedSchema replayed) {
        for (String keyword : UsedKeywords.of(replayed.tested().schema())) {
            rows.merge(keyword, Row.of(keyword, replayed), Row::plus);
        }
    }

    /** The keywords that were used, sorted. */
    public List<Row> rows() {
        return List.copyOf(rows.values());
    }
}
