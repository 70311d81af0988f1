package dev.winnow.worker.health;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;

/**
 * What {@code GET /status} answers.
 *
 * @param phase where the worker is in its life
 * @param doneBytes bytes of the model file that are here, while downloading
 * @param totalBytes bytes of the model file, -1 if unknown
 * @param message for people; empty if there is nothing to say
 * @param model the model's name in the catalog; until it is known, as it was configured
 * @param quantization the numeric mode
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record StatusReport(
        Phase phase, long doneBytes, long totalBytes, String message, String model, String quantization) {}
