package dev.winnow.coordinator.openai.finetuning;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.winnow.common.training.TrainingReport.StepLoss;
import dev.winnow.coordinator.openai.WireId;
import dev.winnow.coordinator.openai.finetuning.FineTuning.Standing;
import dev.winnow.coordinator.training.OrderedTraining;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What has happened to a job, read off its training. Nothing is stored: a step has no time of its own, so its event has
 * one between the training's begin and its end, or now, by its place.
 */
final class FineTuningEvents {
    private static final int PLACES = 8;

    private FineTuningEvents() {}

    /** All of them, the newest first. */
    static List<Event> of(Standing standing, List<StepLoss> curve, Instant now) {
        List<Event> events = new ArrayList<>();
        FineTuningJob job = standing.job();
        String name = WireId.FINE_TUNING_JOB.write(job.id());
        events.add(event(job, "0", job.createdAt(), "info", "message", "Created fine-tuning job: " + name, Map.of()));
        OrderedTraining training = standing.training();
        if (training != null) {
            events.add(event(
                    job,
                    "1",
                    job.createdAt(),
                    "info",
                    "message",
                    "Validated the files; the rows are dataset " + training.dataset(),
                    Map.of()));
            Instant begun = training.begunAt();
            if (begun != null) {
                events.add(event(job, "2", begun, "info", "message", "Fine-tuning job started", Map.of()));
                steps(job, training, begun, curve, now, events);
            }
        }
        end(standing, events);
        Collections.reverse(events);
        return events;
    }

    private static void steps(
            FineTuningJob job,
            OrderedTraining training,
            Instant begun,
            List<StepLoss> curve,
            Instant now,
            List<Event> events) {
        Instant until = training.endedAt() == null ? now : training.endedAt();
        int steps = training.progress() == null ? 0 : training.progress().steps();
        int done = curve.isEmpty() ? 1 : Math.max(1, curve.get(curve.size() - 1).step());
        for (StepLoss point : curve) {
            Duration since =
                    Duration.between(begun, until).multipliedBy(point.step()).dividedBy(done);
            Map<String, Object> data = new TreeMap<>();
            data.put("step", point.step());
            data.put("total_steps", steps);
            if (point.loss() != null) {
                data.put("train_loss", point.loss());
            }
            if (point.evaluation() != null) {
                data.put("valid_loss", point.evaluation());
            }
            events.add(event(
                    job,
                    "3%06d".formatted(point.step()),
                    begun.plus(since),
                    "info",
                    "metrics",
                    told(point, steps),
                    data));
        }
    }

    private static String told(StepLoss point, int steps) {
        String told = "Step %d/%d".formatted(point.step(), steps);
        if (point.loss() != null) {
            told += String.format(Locale.ROOT, ": training loss=%.4f", point.loss());
        }
        return point.evaluation() == null
                ? told
                : told + String.format(Locale.ROOT, ", validation loss=%.4f", point.evaluation());
    }

    private static void end(Standing standing, List<Event> events) {
        OrderedTraining training = standing.training();
        Instant at =
                training == null || training.endedAt() == null ? standing.job().createdAt() : training.endedAt();
        String level = standing.status().equals("failed") ? "error" : "info";
        String told =
                switch (standing.status()) {
                    case "succeeded" ->
                        "The job has successfully completed; the model is "
                                + (training == null ? "gone" : training.adapter());
                    case "failed" -> "The job failed: " + (training == null ? "" : training.errorMessage());
                    case "cancelled" -> "The job was cancelled";
                    case "paused" -> "The job is paused";
                    default -> "";
                };
        if (!told.isEmpty()) {
            events.add(event(standing.job(), "9", at, level, "message", told, Map.of()));
        }
    }

    private static Event event(
            FineTuningJob job,
            String number,
            Instant at,
            String level,
            String type,
            String message,
            Map<String, Object> data) {
        String digits = job.id().toString().replace("-", "");
        String place = number + "0".repeat(PLACES - number.length());
        return new Event("ftevent-" + digits + place, at.getEpochSecond(), level, message, type, data);
    }

    /** The adapter, as the only checkpoint that can be used as a model. */
    static List<Checkpoint> checkpoints(Standing standing, List<StepLoss> curve) {
        OrderedTraining training = standing.training();
        if (training == null || training.adapter() == null || training.endedAt() == null) {
            return List.of();
        }
        Map<String, Object> metrics = new TreeMap<>();
        int step = training.progress() == null ? 0 : training.progress().steps();
        metrics.put("step", step);
        for (StepLoss point : curve) {
            if (point.loss() != null) {
                metrics.put("train_loss", point.loss());
            }
            if (point.evaluation() != null) {
                metrics.put("full_valid_loss", point.evaluation());
            }
        }
        String digits = standing.job().id().toString().replace("-", "");
        return List.of(new Checkpoint(
                "ftckpt_" + digits,
                training.endedAt().getEpochSecond(),
                training.adapter(),
                WireId.FINE_TUNING_JOB.write(standing.job().id()),
                metrics,
                step));
    }

    /** Something that has happened. */
    record Event(String id, long createdAt, String level, String message, String type, Map<String, Object> data) {
        Event {
            data = Map.copyOf(data);
        }

        @JsonProperty
        String object() {
            return "fine_tuning.job.event";
        }
    }

    /** A model that a job has brought. */
    @JsonInclude(JsonInclude.Include.ALWAYS)
    record Checkpoint(
            String id,
            long createdAt,
            @Nullable String fineTunedModelCheckpoint,
            String fineTuningJobId,
            Map<String, Object> metrics,
            int stepNumber) {
        Checkpoint {
            metrics = Map.copyOf(metrics);
        }

        @JsonProperty
        String object() {
            return "fine_tuning.job.checkpoint";
        }
    }
}
