package dev.winnow.coordinator.schedule;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.winnow.coordinator.judgement.GateRules;
import dev.winnow.coordinator.judgement.RulesReading;
import dev.winnow.coordinator.request.Fields;
import dev.winnow.coordinator.request.RequestBodies;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of an adapter that a schedule has trained.
 *
 * @param promote the alias that stands for the champion, and is to stand for a candidate that passes
 * @param rules as a judgement has them
 * @param rows how many held-out rows both are scored on at most, or null for as many as after a training
 * @param quantization the numeric mode that both are evaluated in, or null for the one that workers offer
 * @param first what becomes of one while the alias stands for nothing
 * @param stored the same as JSON
 */
record ScheduleGate(
        String promote,
        GateRules rules,
        @Nullable Integer rows,
        @Nullable String quantization,
        First first,
        ObjectNode stored) {
    static final String EXAMPLE = "{\"promote\": \"champion\", \"rules\": {\"field_losses\": {\"price\": 0}}}";

    private static final Pattern ALIAS = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");
    private static final int MOST_ROWS = 1_000_000;

    /** What becomes of a candidate while there is no champion. */
    enum First {
        /** It has nobody to be better than. */
        PROMOTE,
        /** It is held against the model alone. */
        JUDGE
    }

    /** Reads one of a request, at {@code gate}. */
    static @Nullable ScheduleGate read(Fields request) {
        Fields gate = request.object("gate");
        return gate == null ? null : of(gate);
    }

    /** Reads what was stored. */
    static @Nullable ScheduleGate stored(@Nullable String text) {
        return text == null ? null : of(RequestBodies.stored(text));
    }

    private static ScheduleGate of(Fields gate) {
        gate.requireKnown("promote", "rules", "rows", "quantization", "first");
        String promote = gate.requiredText("promote", "name the champion's alias: " + EXAMPLE);
        if (!ALIAS.matcher(promote).matches()) {
            throw gate.refused(
                    "promote",
                    "the alias '%s' cannot be used".formatted(promote),
                    "use 1 to 64 letters, digits, dots, hyphens and underscores, a letter or digit first");
        }
        return new ScheduleGate(
                promote,
                RulesReading.rules(gate),
                gate.whole("rows", 1, MOST_ROWS),
                gate.text("quantization"),
                first(gate),
                gate.object());
    }

    private static First first(Fields gate) {
        String text = gate.text("first");
        if (text == null || text.equals("promote")) {
            return First.PROMOTE;
        }
        if (text.equals("judge")) {
            return First.JUDGE;
        }
        throw gate.refused("first", "first is '%s'".formatted(text), "choose promote or judge");
    }

    /** The rules for a candidate while the alias stands for that. */
    GateRules against(@Nullable String champion) {
        return champion == null && first == First.PROMOTE ? rules.forTheFirst() : rules;
    }
}
