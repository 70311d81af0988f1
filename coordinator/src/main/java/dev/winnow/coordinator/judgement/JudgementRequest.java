package dev.winnow.coordinator.judgement;

import dev.winnow.coordinator.judgement.GateRules.Then;
import dev.winnow.coordinator.request.Fields;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is to be judged, and by which rules.
 *
 * @param champion a version; null for what the alias stands for, or the model alone
 * @param promote the alias that is to stand for a candidate that passes, or null
 */
record JudgementRequest(
        @Nullable String champion,
        String candidate,
        @Nullable String promote,
        GateRules rules) {
    static final String EXAMPLE = "{\"candidate\": \"events@2\", \"promote\": \"champion\"}";

    static JudgementRequest read(Fields request) {
        request.requireKnown("candidate", "champion", "promote", "rules");
        Fields rules = request.object("rules");
        return new JudgementRequest(
                request.text("champion"),
                request.requiredText("candidate", "name an adapter's version, as in " + EXAMPLE),
                request.text("promote"),
                rules == null ? GateRules.DEFAULT : rules(rules));
    }

    private static GateRules rules(Fields given) {
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
            given.object().fieldNames().forEachRemaining(field -> losses.put(field, or(given.number(field, 0, 1), 1.)));
        }
        return losses;
    }

    private static Then then(Fields given) {
        String wanted = given.text("then");
        if (wanted == null) {
            return Then.PROMOTE;
        }
        if (!wanted.equals("promote") && !wanted.equals("ask")) {
            throw given.refused("then", "there is no '%s'".formatted(wanted), "choose promote or ask");
        }
        return Then.valueOf(wanted.toUpperCase(Locale.ROOT));
    }

    private static <T> T or(@Nullable T given, T usual) {
        return given == null ? usual : given;
    }
}
