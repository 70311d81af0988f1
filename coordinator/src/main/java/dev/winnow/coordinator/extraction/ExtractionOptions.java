package dev.winnow.coordinator.extraction;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a request asks of all its items. Either schema or keys is given.
 *
 * @param model the model's name, or null where there is only one
 * @param adapter a version, an alias or a hash, or null for the base model alone
 * @param quantization the numeric mode, or null for the one that workers offer
 * @param instruction for items that bring none; null to generate one from the schema
 * @param deadline by when the job must be over, or null
 * @param windows how inputs that are too long are cut; null to refuse them
 */
record ExtractionOptions(
        @Nullable JsonNode schema,
        @Nullable List<String> keys,
        @Nullable String model,
        @Nullable String adapter,
        @Nullable String quantization,
        @Nullable String instruction,
        @Nullable String name,
        int maxOutputTokens,
        double temperature,
        long seed,
        boolean constrained,
        int itemSeconds,
        int priority,
        OnBadItem onBadItem,
        @Nullable Deadline deadline,
        @Nullable AskedWindows windows) {}
