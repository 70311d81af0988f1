package dev.winnow.coordinator.judgement;

import static java.util.Objects.requireNonNull;

import java.util.Map;

/**
 * What a candidate must show to take the champion's place.
 *
 * @param leastGain of the mean score: 0 lets one in that is just as good
 * @param leastCertainty how many of the bootstrap's draws must find it better than the champion, from 0 to 1
 * @param mostFieldLoss by how much a field's mean score may fall
 * @param fieldLosses the same for single fields, by name
 * @param mostSlowdown how many times the champion's time a document it may take
 * @param leastRows with fewer held-out rows nobody is promoted without a person
 * @param then what happens to one that passes
 */
public record GateRules(
        double leastGain,
        double leastCertainty,
        double mostFieldLoss,
        Map<String, Double> fieldLosses,
        double mostSlowdown,
        int leastRows,
        Then then) {
    /** What suits most: better in mean, no field clearly worse, and not slower by half. */
    public static final GateRules DEFAULT = new GateRules(0, 0.9, 0.02, Map.of(), 1.5, 30, Then.PROMOTE);

    /** What happens to a candidate that passes. */
    public enum Then {
        /** It is promoted at once. */
        PROMOTE,
        /** It waits for a person. */
        ASK,
        /** It stays what it is: there is a report, and nobody is promoted. */
        KEEP
    }

    public GateRules {
        require("least_gain", leastGain, -1, 1);
        require("least_certainty", leastCertainty, 0, 1);
        require("most_field_loss", mostFieldLoss, 0, 1);
        require("most_slowdown", mostSlowdown, 0, 1000);
        require("least_rows", leastRows, 1, 1_000_000);
        requireNonNull(then, "then");
        fieldLosses = Map.copyOf(fieldLosses);
        fieldLosses.forEach((field, loss) -> require("field_losses." + field, loss, 0, 1));
    }

    /** The same for one that nobody stands before: it has nothing to show. */
    public GateRules forTheFirst() {
        return new GateRules(-1, 0, 1, Map.of(), 1000, 1, then);
    }

    private static void require(String name, double value, double least, double most) {
        // Not-a-number is in no range.
        if (!(value >= least && value <= most)) {
            throw new IllegalArgumentException("%s must be from %s to %s, was %s".formatted(name, least, most, value));
        }
    }

    /** By how much this field may fall. */
    double mostLossOf(String field) {
        return fieldLosses.getOrDefault(field, mostFieldLoss);
    }
}
