package dev.winnow.coordinator.openai.finetuning;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A job's row.
 *
 * @param training null until it is submitted
 * @param trainingBody JSON: what is submitted
 * @param method JSON, as it was asked
 * @param metadata JSON, or null
 * @param paused whether its cancelled training is to go on one day
 */
record FineTuningJob(
        UUID id,
        String tenant,
        @Nullable UUID training,
        String trainingBody,
        UUID trainingFile,
        @Nullable UUID validationFile,
        String model,
        String method,
        @Nullable String suffix,
        long seed,
        @Nullable String metadata,
        boolean paused,
        Instant createdAt) {}
