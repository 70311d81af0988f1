package dev.winnow.coordinator.schedule;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.winnow.coordinator.dataset.SourcedImports;
import dev.winnow.coordinator.request.Fields;
import dev.winnow.coordinator.training.TrainingOrders;
import java.time.Instant;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A schedule as it is asked for.
 *
 * @param dataset whose newest version is trained on, or null
 * @param imported what to import first, as {@code POST /api/v1/datasets} takes it, or null
 * @param leastNewRows that were not in what its last training had
 * @param training settings, as {@code POST /api/v1/trainings} takes them; without a priority of their own they take
 *     capacity that no extraction wants
 * @param gate that judges what comes out, or null
 */
record ScheduleRequest(
        String name,
        Cron cron,
        @Nullable String dataset,
        @Nullable ObjectNode imported,
        int leastNewRows,
        ObjectNode training,
        @Nullable ScheduleGate gate,
        Missed missed) {
    static final String EXAMPLE = "{\"name\": \"weekly\", \"cron\": \"0 3 * * SUN\", \"zone\": \"Europe/Zurich\","
            + " \"dataset\": \"events\", \"least_new_rows\": 500}";

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");
    private static final int MOST_ROWS = 100_000_000;

    /** Nobody waits for what a schedule trains, and somebody does for what is extracted. */
    private static final int IDLE_CAPACITY = -1;

    static ScheduleRequest read(
            Fields body,
            String tenant,
            Instant now,
            ScheduleConfig config,
            SourcedImports imports,
            TrainingOrders trainings,
            Gates gates) {
        body.requireKnown("name", "cron", "zone", "dataset", "import", "least_new_rows", "training", "gate", "missed");
        String name = body.requiredText("name", "send " + EXAMPLE);
        if (!NAME.matcher(name).matches()) {
            throw body.refused(
                    "name",
                    "the name '%s' cannot be used".formatted(name),
                    "use 1 to 64 letters, digits, dots, hyphens and underscores, a letter or digit first");
        }
        String zone = body.text("zone");
        Cron cron = Cron.read(
                body.requiredText("cron", "send " + EXAMPLE), zone == null ? "UTC" : zone, now, config.leastInterval());
        String dataset = body.text("dataset");
        Fields imported = body.object("import");
        if ((dataset == null) == (imported == null)) {
            throw body.refused(
                    dataset == null ? "dataset" : "import",
                    "the schedule needs a dataset, or an import from a source, and one of them",
                    "send " + EXAMPLE);
        }
        if (imported != null) {
            imports.check(tenant, imported);
        }
        Integer least = body.whole("least_new_rows", 0, MOST_ROWS);
        Fields training = body.object("training");
        if (training != null) {
            trainings.check(training);
        }
        ScheduleGate gate = ScheduleGate.read(body);
        if (gate != null) {
            gates.check(tenant, gate, dataset, imported);
        }
        return new ScheduleRequest(
                name,
                cron,
                dataset,
                imported == null ? null : imported.object(),
                least == null ? 1 : least,
                settings(training == null ? body.object().objectNode() : training.object()),
                gate,
                Missed.read(body));
    }

    private static ObjectNode settings(ObjectNode asked) {
        return asked.hasNonNull("priority") ? asked : asked.deepCopy().put("priority", IDLE_CAPACITY);
    }
}
