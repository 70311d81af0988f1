package dev.winnow.coordinator.extraction;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A job as the API shows it. Counts are exact.
 *
 * @param state {@code queued}, {@code running}, {@code paused}, {@code expiring}, {@code done} or {@code cancelled}
 * @param adapter the version that makes its results; left out where it is the base model alone
 * @param adapterHash names its content, as in each result's provenance
 * @param calibrated whether its confidences are probabilities of being right
 * @param origin the job whose unsure items it extracts again; left out of all others
 * @param schemaHash names the schema, as in each result's provenance
 * @param epoch how often its failed items were sent on their way, from 1
 * @param items how many there are
 * @param open how many are still to end; those that are tried again count as failed until then
 * @param succeeded how many have an output
 * @param failed how many have an error
 * @param shards how many shards are in which state
 * @param deadline when what is then open of it ends with errors; left out where it has none
 * @param itemsPerSecond the recent rate; 0 when nothing runs
 * @param etaSeconds how long the rest takes at that rate; left out when that cannot be said
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(name = "Extraction", example = """
                {"id": "7b0c7f3e-4df4-4e0e-8f0a-0d6b5d1c9a11", "state": "running", "model": "smollm2-135m-instruct", \
                "quantization": "f16", "calibrated": false, "schema_hash": "sha256:...", "priority": 0, "epoch": 1, "items": 76, "open": 44, "succeeded": 31, \
                "failed": 1, "shards": {"begun": 2, "dispatched": 3, "done": 4, "planned": 1}, \
                "items_per_second": 0.61, "eta_seconds": 72.1, "created_at": "2026-01-01T12:00:00Z", \
                "started_at": "2026-01-01T12:00:01Z"}""")
record JobView(
        UUID id,
        @Nullable String name,
        String state,
        String model,
        String quantization,
        @Nullable String adapter,
        @Nullable String adapterHash,
        boolean calibrated,
        @Nullable UUID origin,
        String schemaHash,
        int priority,
        int epoch,
        int items,
        int open,
        int succeeded,
        int failed,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) Map<String, Integer> shards,
        double itemsPerSecond,
        @Nullable Double etaSeconds,
        @Nullable Instant deadline,
        Instant createdAt,
        @Nullable Instant startedAt,
        @Nullable Instant finishedAt,
        Links links) {
    JobView {
        shards = Map.copyOf(shards);
    }

    JobView withShards(Map<String, Integer> counts) {
        return new JobView(
                id,
                name,
                state,
                model,
                quantization,
                adapter,
                adapterHash,
                calibrated,
                origin,
                schemaHash,
                priority,
                epoch,
                items,
                open,
                succeeded,
                failed,
                counts,
                itemsPerSecond,
                etaSeconds,
                deadline,
                createdAt,
                startedAt,
                finishedAt,
                links);
    }
}
