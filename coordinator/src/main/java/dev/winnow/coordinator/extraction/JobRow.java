package dev.winnow.coordinator.extraction;

import dev.winnow.common.trace.TraceParent;
import dev.winnow.common.work.Windows;
import dev.winnow.coordinator.adapter.Adapters;
import dev.winnow.coordinator.adapter.ChosenAdapter;
import dev.winnow.coordinator.calibration.Calibrations;
import dev.winnow.coordinator.database.Sql;
import dev.winnow.coordinator.extraction.Admission.AdmittedRequest;
import dev.winnow.coordinator.extraction.Submission.Copied;
import dev.winnow.coordinator.trace.Traces;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Writes the row of a job whose items have been copied. Thread-safe. */
@Singleton
@Startup // so that its metrics are there before the first job
class JobRow {
    private static final String INSERT = """
            insert into job (id, tenant, name, state, model, quantization, adapter, adapter_version, schema_json,
                             schema_hash, instruction, max_output_tokens, constrained, temperature, seed, item_seconds,
                             priority, item_count, open_items, failed, refused, twins, created_at, idempotency_key,
                             request_hash, deadline, window_prompt_tokens, window_overlap_tokens,
                             calibration_id, origin_id, trace_parent)
            values (?, ?, ?, 'queued', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""";

    private final Adapters adapters;
    private final Calibrations calibrations;
    private final Traces traces;
    private final Clock clock;
    private final Counter jobs;
    private final Counter items;

    JobRow(Adapters adapters, Calibrations calibrations, Traces traces, Clock clock, MeterRegistry meters) {
        this.adapters = adapters;
        this.calibrations = calibrations;
        this.traces = traces;
        this.clock = clock;
        this.jobs = Counter.builder("winnow.jobs.submitted")
                .description("Jobs that were taken in, evaluations' and batches' too")
                .register(meters);
        this.items = Counter.builder("winnow.items.submitted")
                .description("Their items")
                .register(meters);
    }

    /**
     * Writes it.
     *
     * @throws dev.winnow.coordinator.problem.ProblemException if its adapter was deleted while the items came in
     */
    void insert(
            Sql sql,
            UUID job,
            String tenant,
            @Nullable String key,
            AdmittedRequest request,
            Copied copied,
            RequestBody body)
            throws SQLException, IOException {
        ExtractionOptions options = request.options();
        ChosenAdapter adapter = request.adapter();
        Windows windows = request.windows();
        if (adapter != null) {
            adapters.keep(sql, tenant, adapter.hash());
        }
        TraceParent trace = traces.request();
        Instant now = clock.instant();
        sql.update(
                INSERT,
                job,
                tenant,
                options.name(),
                request.pool().model(),
                request.pool().quantization(),
                adapter == null ? null : adapter.hash(),
                adapter == null ? null : adapter.version(),
                request.schema().schema().toString(),
                request.schema().hash(),
                request.instruction(),
                options.maxOutputTokens(),
                options.constrained(),
                options.temperature(),
                options.seed(),
                options.itemSeconds(),
                options.priority(),
                copied.items(),
                copied.items() - copied.refused(),
                copied.refused(),
                copied.refused(),
                copied.twins(),
                now,
                key,
                body.fingerprint(),
                options.deadline() == null ? null : options.deadline().from(now),
                windows == null ? null : windows.promptTokens(),
                windows == null ? null : windows.overlapTokens(),
                body.purpose().calibrated() ? calibration(sql, tenant, request) : null,
                body.purpose().origin(),
                trace == null ? null : trace.text());
        sql.afterCommit(() -> {
            traces.becomes(job);
            jobs.increment();
            items.increment(copied.items());
        });
    }

    /** What its confidences are worth, as it is known now: a job has one for all its results. */
    private @Nullable UUID calibration(Sql sql, String tenant, AdmittedRequest request) throws SQLException {
        ChosenAdapter adapter = request.adapter();
        // Without the schema's mask a token has other probabilities.
        return adapter == null || !request.options().constrained()
                ? null
                : calibrations.newest(
                        sql,
                        tenant,
                        new Calibrations.Found(
                                adapter.hash(),
                                request.pool().quantization(),
                                request.schema().hash()));
    }
}
