package dev.winnow.coordinator.judgement;

import dev.winnow.coordinator.judgement.GateRules.Then;
import dev.winnow.coordinator.request.Fields;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the rules of a request; what it leaves out is as usual. */
public final class RulesReading {
    private RulesReading() {}

    /**
     * Reads what stands at {@code rules}.
     *
     * @throws dev.winnow.coordinator.problem.ProblemException if there is such a thing that is none
     */
    public static GateRules rules(Fields request) {
        Fields rules = request.object("rules");
        return rules == null ? GateRules.DEFAULT : read(rules);
    }

    private static GateRules read(Fields given) {
        given.requireKnown(
                "least_gain",
                "least_certainty",
                "most_field_loss",
                "field_losses",
                "most_slowdown",
                "least_rows",
                "then");
        GateRules usual = GateRules.DEFAULT;
        return new GateRules(
                or(given.number("least_gain", -1, 1), usual.leastGain()),
                or(given.number("least_certainty", 0, 1), usual.leastCertainty()),
                or(given.number("most_field_loss", 0, 1), usual.mostFieldLoss()),
                losses(given.object("field_losses")),
                or(given.number("most_slowdown", 0, 1000), usual.mostSlowdown()),
                or(given.whole("least_rows", 1, 1_000_000), usual.leastRows()),
                then(given));
    }

    private static Map<String, Double> losses(@Nullable Fields given) {
        Map<String, Double> losses = new HashMap<>();
        if (given != null) {
            given.object().fieldNames().forEachRemaining(field -> {
                if (field.indexOf('\0') >= 0) {
                    throw given.refused(field, "a field's name has a NUL", "name one of the schema's fields");
                }
                losses.put(field, or(given.number(field, 0, 1), 1.));
            });
        }
        return losses;
    }

    private static Then then(Fields given) {
        String wanted = given.text("then");
        if (wanted == null) {
            return Then.PROMOTE;
        }
        return Arrays.stream(Then.values())
                .filter(then -> then.name().toLowerCase(Locale.ROOT).equals(wanted))
                .findFirst()
                .orElseThrow(() ->
                        given.refused("then", "there is no '%s'".formatted(wanted), "choose promote, ask or keep"));
    }

    private static <T> T or(@Nullable T given, T usual) {
        return given == null ? usual : given;
    }
}
