package dev.winnow.coordinator.openai.finetuning;

import dev.winnow.coordinator.database.Row;
import dev.winnow.coordinator.database.Sql;
import dev.winnow.coordinator.openai.Paging;
import dev.winnow.coordinator.openai.Retry;
import dev.winnow.coordinator.openai.WireId;
import dev.winnow.coordinator.openai.file.FileConfig;
import dev.winnow.coordinator.problem.Problem;
import dev.winnow.coordinator.problem.ProblemException;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Rows of fine-tuning jobs, within the caller's transaction. Thread-safe. */
@Singleton
class FineTuningRows {
    private static final String COLUMNS = "select * from openai_fine_tuning_job ";

    private static final String BY_ID = COLUMNS + "where id = ? and tenant = ?";

    private static final String PAGE = COLUMNS + """
            where tenant = ? and (?::timestamptz is null or (created_at, id) < (?::timestamptz, ?::uuid))
            order by created_at desc, id desc limit ?""";

    private static final String SENT = COLUMNS + """
            where api_key = ? and fingerprint = ? and created_at > ? and tenant = ?
            order by created_at desc limit 1""";

    private static final String INSERT = """
            insert into openai_fine_tuning_job (id, tenant, training_body, training_file, validation_file, model, method,
                                                suffix, seed, metadata, created_at, api_key, fingerprint)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""";

    private final FileConfig config;
    private final Clock clock;

    FineTuningRows(FileConfig config, Clock clock) {
        this.config = config;
        this.clock = clock;
    }

    void insert(Sql sql, FineTuningJob job, Retry retry, String fingerprint) throws SQLException {
        sql.update(
                INSERT,
                job.id(),
                job.tenant(),
                job.trainingBody(),
                job.trainingFile(),
                job.validationFile(),
                job.model(),
                job.method(),
                job.suffix(),
                job.seed(),
                job.metadata(),
                job.createdAt(),
                retry.key(),
                fingerprint);
    }

    void submitted(Sql sql, UUID job, UUID training) throws SQLException {
        sql.update("update openai_fine_tuning_job set training = ? where id = ?", training, job);
    }

    void paused(Sql sql, UUID job, boolean paused) throws SQLException {
        sql.update("update openai_fine_tuning_job set paused = ? where id = ?", paused, job);
    }

    void remove(Sql sql, UUID job) throws SQLException {
        sql.update("delete from openai_fine_tuning_job where id = ?", job);
    }

    /** What the same key sent a short while ago, if this is that request once more. */
    Optional<FineTuningJob> sent(Sql sql, String tenant, Retry retry, String fingerprint) throws SQLException {
        if (!retry.again()) {
            return Optional.empty();
        }
        Instant after = clock.instant().minus(config.retryWindow());
        return sql.queryOne(SENT, FineTuningRows::read, retry.key(), fingerprint, after, tenant);
    }

    /**
     * The job of that id.
     *
     * @throws ProblemException 404 if the tenant has no such one
     */
    FineTuningJob require(Sql sql, String tenant, String wireId) throws SQLException {
        Optional<UUID> id = WireId.FINE_TUNING_JOB.read(wireId);
        Optional<FineTuningJob> found =
                id.isEmpty() ? Optional.empty() : sql.queryOne(BY_ID, FineTuningRows::read, id.get(), tenant);
        return found.orElseThrow(() -> Problem.of(
                        404, "fine_tuning_job_not_found", "No fine-tuning job found with id '%s'".formatted(wireId))
                .at("/id")
                .remedy("GET /v1/fine_tuning/jobs lists those there are")
                .exception());
    }

    /** One more than the page has room for, if there are. */
    List<FineTuningJob> page(Sql sql, String tenant, Paging paging) throws SQLException {
        FineTuningJob after = paging.after() == null ? null : require(sql, tenant, paging.after());
        Instant time = after == null ? null : after.createdAt();
        return sql.query(
                PAGE, FineTuningRows::read, tenant, time, time, after == null ? null : after.id(), paging.limit() + 1);
    }

    private static FineTuningJob read(Row row) throws SQLException {
        return new FineTuningJob(
                row.uuid("id"),
                row.text("tenant"),
                row.uuidOrNull("training"),
                row.text("training_body"),
                row.uuid("training_file"),
                row.uuidOrNull("validation_file"),
                row.text("model"),
                row.text("method"),
                row.textOrNull("suffix"),
                row.bigNumber("seed"),
                row.textOrNull("metadata"),
                row.flag("paused"),
                row.time("created_at"));
    }
}
