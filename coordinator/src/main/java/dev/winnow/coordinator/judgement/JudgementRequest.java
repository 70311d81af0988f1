package dev.winnow.coordinator.judgement;

import dev.winnow.coordinator.request.Fields;
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
        return new JudgementRequest(
                request.text("champion"),
                request.requiredText("candidate", "name an adapter's version, as in " + EXAMPLE),
                request.text("promote"),
                RulesReading.rules(request));
    }
}
