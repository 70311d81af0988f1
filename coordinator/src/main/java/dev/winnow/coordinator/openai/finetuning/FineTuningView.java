package dev.winnow.coordinator.openai.finetuning;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonRawValue;
import dev.winnow.common.training.TrainingProgress;
import dev.winnow.coordinator.openai.WireId;
import dev.winnow.coordinator.openai.finetuning.FineTuning.Standing;
import dev.winnow.coordinator.training.OrderedTraining;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A job as clients see it. Times are Unix seconds.
 *
 * @param hyperparameters what the training has, also where auto was asked
 * @param fineTunedModel the adapter, once it is there
 * @param error an object without values where there is none, as OpenAI has it
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
record FineTuningView(
        String id,
        long createdAt,
        Failure error,
        @Nullable String fineTunedModel,
        @Nullable Long finishedAt,
        @Nullable Hyperparameters hyperparameters,
        String model,
        String organizationId,
        List<String> resultFiles,
        String status,
        @Nullable Long trainedTokens,
        String trainingFile,
        @Nullable String validationFile,
        List<String> integrations,
        long seed,
        @Nullable Long estimatedFinish,
        @JsonRawValue String method,
        @JsonRawValue @Nullable String metadata,
        @Nullable String userProvidedSuffix) {
    private static final double USUAL_RATE = 0.001;

    static FineTuningView of(Standing standing, Instant now) {
        FineTuningJob job = standing.job();
        OrderedTraining training = standing.training();
        boolean over = standing.isOver();
        return new FineTuningView(
                WireId.FINE_TUNING_JOB.write(job.id()),
                job.createdAt().getEpochSecond(),
                Failure.of(training),
                training == null ? null : training.adapter(),
                over && training != null && training.endedAt() != null
                        ? training.endedAt().getEpochSecond()
                        : null,
                training == null ? null : Hyperparameters.of(training),
                job.model(),
                job.tenant(),
                List.of(),
                standing.status(),
                null,
                WireId.FILE.write(job.trainingFile()),
                file(job.validationFile()),
                List.of(),
                job.seed(),
                training == null || over ? null : estimate(training.progress(), now),
                job.method(),
                job.metadata(),
                job.suffix());
    }

    private static @Nullable Long estimate(@Nullable TrainingProgress progress, Instant now) {
        return progress == null || progress.etaSeconds() == null
                ? null
                : now.getEpochSecond() + Math.round(progress.etaSeconds());
    }

    private static @Nullable String file(@Nullable UUID id) {
        return id == null ? null : WireId.FILE.write(id);
    }

    @JsonProperty
    String object() {
        return "fine_tuning.job";
    }

    /** Why it failed. */
    @JsonInclude(JsonInclude.Include.ALWAYS)
    record Failure(
            @Nullable String code,
            @Nullable String message,
            @Nullable String param) {
        static Failure of(@Nullable OrderedTraining training) {
            return training == null
                    ? new Failure("training_deleted", "the training was deleted", null)
                    : new Failure(training.errorCode(), training.errorMessage(), null);
        }
    }

    /** How it is trained. */
    record Hyperparameters(int nEpochs, int batchSize, double learningRateMultiplier) {
        static Hyperparameters of(OrderedTraining training) {
            return new Hyperparameters(
                    training.plan().epochs(),
                    training.plan().batch(),
                    training.plan().rate() / USUAL_RATE);
        }
    }
}
