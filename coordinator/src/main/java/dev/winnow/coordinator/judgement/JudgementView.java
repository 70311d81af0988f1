package dev.winnow.coordinator.judgement;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.winnow.coordinator.judgement.PairedBootstrap.Difference;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A judgement as the API shows it.
 *
 * @param champion the version it was held against; null for the model alone
 * @param outcome promote, ask or keep
 * @param changed the fields whose mean score is another one, that which changes most first
 * @param promoted the alias that stands for the candidate since, or null
 */
@Schema(name = "Judgement")
public record JudgementView(
        UUID evaluation,
        String dataset,
        @JsonInclude(JsonInclude.Include.ALWAYS) @Nullable String champion,
        String candidate,
        String outcome,
        int rows,
        Difference score,
        Map<String, Difference> fields,
        List<String> changed,
        double slowdown,
        List<String> reasons,
        @JsonInclude(JsonInclude.Include.ALWAYS) @Nullable String promoted) {
    public JudgementView {
        fields = Map.copyOf(fields);
        changed = List.copyOf(changed);
        reasons = List.copyOf(reasons);
    }

    static List<String> changed(Judgement judgement) {
        return judgement.fields().entrySet().stream()
                .filter(field -> field.getValue().mean() != 0)
                .sorted(Comparator.comparingDouble((Map.Entry<String, Difference> field) ->
                                -Math.abs(field.getValue().mean()))
                        .thenComparing(Map.Entry::getKey))
                .map(Map.Entry::getKey)
                .toList();
    }

    static String outcome(Judgement judgement) {
        return judgement.outcome().name().toLowerCase(Locale.ROOT);
    }
}
