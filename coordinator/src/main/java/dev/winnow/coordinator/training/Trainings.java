package dev.winnow.coordinator.training;

import com.fasterxml.jackson.databind.JsonNode;
import dev.winnow.common.training.TrainingReport.StepLoss;
import dev.winnow.coordinator.database.Database;
import dev.winnow.coordinator.database.Sql;
import dev.winnow.coordinator.dataset.Datasets.ChosenDataset;
import dev.winnow.coordinator.problem.Problem;
import dev.winnow.coordinator.problem.ProblemException;
import dev.winnow.coordinator.training.TrainingAdmission.Prepared;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.SQLException;
import java.time.Clock;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What users do to trainings. Thread-safe. */
@Singleton
class Trainings {
    private static final String BY_KEY =
            "select id, request_hash from training where tenant = ? and idempotency_key = ?";

    private static final String OPEN =
            "select count(*) as open from training where tenant = ? and parent is null and state = any(?)";

    // Against a removal that has begun.
    private static final String KEEP = "select id from dataset where id = ? for key share";

    private static final String INSERT = """
            insert into training (id, tenant, state, attempt, dataset_id, dataset, dataset_hash, train_rows,
                                  held_out_rows, instruction, base, plan, adapter_name, alias, created_at,
                                  idempotency_key, request_hash, priority, nodes, local_steps, leave_out, round)
            values (?, ?, ?, 1, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            on conflict (tenant, idempotency_key) do nothing""";

    private static final String EVALUATED =
            "update training set evaluate_rows = ?, trials_id = ?, trial = ? where id = ?";

    private final Database database;
    private final TrainingRows rows;
    private final TrainingAdmission admission;
    private final TrainingConfig config;
    private final Clock clock;

    Trainings(Database database, TrainingRows rows, TrainingAdmission admission, TrainingConfig config, Clock clock) {
        this.database = database;
        this.rows = rows;
        this.admission = admission;
        this.config = config;
        this.clock = clock;
    }

    /** Checks all that can be known before any work, and stores a training. */
    TrainingView submit(String tenant, @Nullable String key, JsonNode body) {
        String hash = hash(body);
        Optional<TrainingView> known = earlier(tenant, key, hash);
        if (known.isPresent()) {
            return known.get();
        }
        Prepared prepared = admission.prepare(tenant, body);
        UUID id = UUID.randomUUID();
        boolean stored = database.inTransaction(sql -> {
            requireRoom(sql, tenant);
            return store(sql, id, tenant, prepared, new Origin(key, hash, null, 0));
        });
        // Somebody with the same key was faster.
        return stored ? find(tenant, id) : earlier(tenant, key, hash).orElseThrow();
    }

    /**
     * Stores one within the caller's transaction.
     *
     * @return false if there is one with the same key
     */
    boolean store(Sql sql, UUID id, String tenant, Prepared prepared, Origin origin) throws SQLException {
        ChosenDataset dataset = prepared.dataset();
        TrainingRequest request = prepared.request();
        NodesRequest nodes = request.nodes();
        requireKept(sql, dataset);
        int stored = sql.update(
                INSERT,
                id,
                tenant,
                TrainingState.QUEUED.stored(),
                dataset.id(),
                dataset.dataset(),
                dataset.hash(),
                dataset.trainRows(),
                dataset.heldOutRows(),
                dataset.instruction(),
                prepared.base(),
                rows.write(prepared.plan()),
                request.name() == null ? dataset.name() : request.name(),
                prepared.alias(),
                clock.instant(),
                origin.key(),
                origin.hash(),
                request.priority(),
                nodes == null ? 1 : nodes.nodes(),
                nodes == null ? null : nodes.localSteps(),
                nodes != null && nodes.leaveOut(),
                nodes == null ? null : 0);
        if (stored == 0) {
            return false;
        }
        sql.update(EVALUATED, prepared.evaluated(), origin.trials(), origin.trial(), id);
        return true;
    }

    static String hash(JsonNode body) {
        try {
            byte[] text = body.toString().getBytes(StandardCharsets.UTF_8);
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    Optional<TrainingView> earlier(String tenant, @Nullable String key, String hash) {
        if (key == null) {
            return Optional.empty();
        }
        return database.inTransaction(sql -> {
            Optional<Earlier> found =
                    sql.queryOne(BY_KEY, row -> new Earlier(row.uuid("id"), row.text("request_hash")), tenant, key);
            if (found.isPresent() && !found.get().hash().equals(hash)) {
                throw Problem.of(422, "idempotency_key_reused", "the Idempotency-Key was used for another request")
                        .remedy("send a new key with a new request")
                        .exception();
            }
            return found.isEmpty()
                    ? Optional.<TrainingView>empty()
                    : Optional.of(rows.require(sql, tenant, found.get().id()));
        });
    }

    private void requireRoom(Sql sql, String tenant) throws SQLException {
        requireRoom(sql, tenant, 1);
    }

    /** Refuses so many more. */
    void requireRoom(Sql sql, String tenant, int more) throws SQLException {
        long open = sql.queryOne(OPEN, row -> row.bigNumber("open"), tenant, TrainingEvent.CANCEL.fromStored())
                .orElseThrow();
        if (open + more > config.openPerTenant()) {
            throw Problem.of(409, "too_many_trainings", "%d trainings have not ended".formatted(open))
                    .limit(config.openPerTenant())
                    .remedy("wait for one, or cancel one; the operator can raise winnow.trainings.open-per-tenant")
                    .exception();
        }
    }

    private static void requireKept(Sql sql, ChosenDataset dataset) throws SQLException {
        if (sql.query(KEEP, row -> row.uuid("id"), dataset.id()).isEmpty()) {
            throw Problem.of(409, "dataset_removed", dataset.dataset() + " was removed")
                    .at("/dataset")
                    .remedy("choose another, or import its rows again")
                    .exception();
        }
    }

    /** The newest trainings of a tenant. */
    List<TrainingView> newest(String tenant) {
        return database.inTransaction(sql -> rows.newest(sql, tenant));
    }

    /**
     * One of them.
     *
     * @throws ProblemException 404 if the tenant has no such one
     */
    TrainingView find(String tenant, UUID id) {
        return database.inTransaction(sql -> rows.require(sql, tenant, id));
    }

    /** Its losses behind a step, step by step. */
    List<StepLoss> curve(String tenant, UUID id, int after) {
        return database.inTransaction(sql -> {
            rows.require(sql, tenant, id);
            return rows.curve(sql, id, after);
        });
    }

    /**
     * Which request it comes from.
     *
     * @param trials what it is one of, or null
     * @param trial its place among them
     */
    record Origin(
            @Nullable String key, String hash, @Nullable UUID trials, int trial) {}

    private record Earlier(UUID id, String hash) {}
}
