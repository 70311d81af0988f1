package dev.winnow.coordinator.evaluation;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.winnow.coordinator.database.Database;
import dev.winnow.coordinator.database.Sql;
import dev.winnow.coordinator.dataset.Datasets;
import dev.winnow.coordinator.dataset.Datasets.ChosenDataset;
import dev.winnow.coordinator.evaluation.RunPlanning.PlannedRun;
import dev.winnow.coordinator.problem.Problem;
import dev.winnow.text.score.OutputScorer;
import dev.winnow.text.score.ScoreRefusedException;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Takes evaluations in: all that can be refused is, before any work. Thread-safe. */
@Singleton
public class Evaluations {
    private static final String BY_KEY =
            "select id, request_hash from evaluation where tenant = ? and idempotency_key = ?";

    private static final String OPEN = "select count(*) as open from evaluation where tenant = ? and state = ?";

    // Against a removal that has begun.
    private static final String KEEP = "select id from dataset where id = ? for key share";

    private static final String INSERT = """
            insert into evaluation (id, tenant, state, dataset_id, dataset, dataset_hash, held_out_rows, row_count,
                                    schema, constrained, training_id, created_at, idempotency_key, request_hash)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            on conflict (tenant, idempotency_key) do nothing""";

    private static final String INSERT_RUN = """
            insert into evaluation_run (id, evaluation_id, position, state, model, quantization, adapter,
                                        adapter_version, max_output_tokens)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?)""";

    private final Database database;
    private final EvaluationRows rows;
    private final RunPlanning planning;
    private final Datasets datasets;
    private final EvaluationConfig config;
    private final ObjectMapper json;
    private final Clock clock;

    Evaluations(
            Database database,
            EvaluationRows rows,
            RunPlanning planning,
            Datasets datasets,
            EvaluationConfig config,
            ObjectMapper json,
            Clock clock) {
        this.database = database;
        this.rows = rows;
        this.planning = planning;
        this.datasets = datasets;
        this.config = config;
        this.json = json;
        this.clock = clock;
    }

    /** Checks a request, and stores it. */
    EvaluationView submit(String tenant, @Nullable String key, JsonNode body) {
        String hash = hash(body);
        Optional<EvaluationView> known = earlier(tenant, key, hash);
        if (known.isPresent()) {
            return known.get();
        }
        EvaluationRequest request = EvaluationRequest.read(body);
        Prepared prepared = prepare(tenant, request);
        UUID id = UUID.randomUUID();
        boolean stored = database.inTransaction(sql -> {
            requireRoom(sql, tenant);
            if (sql.query(KEEP, row -> row.uuid("id"), prepared.dataset().id()).isEmpty()) {
                throw Problem.of(409, "dataset_removed", prepared.dataset().dataset() + " was removed")
                        .at("/dataset")
                        .remedy("choose another, or import its rows again")
                        .exception();
            }
            return store(sql, id, tenant, prepared, new Origin(null, key, hash));
        });
        // Somebody with the same key was faster.
        return stored ? find(tenant, id) : earlier(tenant, key, hash).orElseThrow();
    }

    /**
     * Prepares what trainings have asked for: their adapters on the held-out rows, beside their bases alone.
     *
     * @param adapters versions, each once
     * @param most how many rows
     * @throws dev.winnow.coordinator.problem.ProblemException if it cannot be done, now or ever
     */
    public Prepared prepare(String tenant, String dataset, List<String> adapters, int most) {
        List<@Nullable String> all = new ArrayList<>();
        all.add(null);
        all.addAll(adapters);
        return prepare(tenant, new EvaluationRequest(dataset, List.of(), all, most, true, null, null));
    }

    /**
     * Prepares what a judgement needs: a candidate beside the champion.
     *
     * @param champion null for the candidate's model alone
     * @param most how many rows, or null for as many as after a training
     * @param quantization the numeric mode of both, or null for the one that workers offer
     * @throws dev.winnow.coordinator.problem.ProblemException if it cannot be done, now or ever
     */
    public Prepared prepareJudged(
            String tenant,
            String dataset,
            @Nullable String champion,
            String candidate,
            @Nullable Integer most,
            @Nullable String quantization) {
        int rowsAtMost = most == null ? config.rowsAfterTraining() : most;
        List<@Nullable String> both = new ArrayList<>();
        both.add(champion);
        both.add(candidate);
        return prepare(tenant, new EvaluationRequest(dataset, List.of(), both, rowsAtMost, true, quantization, null));
    }

    /**
     * Stores one that trainings have asked for, within the caller's transaction.
     *
     * @param training that it judges, or null where it judges several
     */
    public UUID store(Sql sql, String tenant, Prepared prepared, @Nullable UUID training) throws SQLException {
        UUID id = UUID.randomUUID();
        store(sql, id, tenant, prepared, new Origin(training, null, null));
        return id;
    }

    private Prepared prepare(String tenant, EvaluationRequest request) {
        ChosenDataset dataset = datasets.resolve(tenant, request.dataset());
        String schema = database.inTransaction(sql -> datasets.schema(sql, dataset.id()))
                .orElseThrow(() -> Problem.of(
                                422, "no_schema", dataset.dataset() + " has no schema, which says what its fields are")
                        .at("/dataset")
                        .remedy("import its rows with their schema (--schema), and evaluate that version")
                        .exception());
        if (dataset.heldOutRows() == 0) {
            throw Problem.of(422, "no_held_out_rows", dataset.dataset() + " holds no rows out")
                    .at("/dataset")
                    .remedy("import it with rows to hold out (--eval or --held-out)")
                    .exception();
        }
        JsonNode read = read(schema, dataset);
        int most = request.rows() == null ? dataset.heldOutRows() : Math.min(request.rows(), dataset.heldOutRows());
        List<PlannedRun> runs = planning.plan(tenant, request, dataset.id(), most, read);
        return new Prepared(dataset, schema, most, request.constrained(), runs);
    }

    private JsonNode read(String schema, ChosenDataset dataset) {
        try {
            JsonNode read = json.readTree(schema);
            OutputScorer.of(read);
            return read;
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the schema of " + dataset.dataset() + " cannot be read", e);
        } catch (ScoreRefusedException e) {
            throw Problem.of(422, "schema_refused", "%s, at %s of the schema".formatted(e.getMessage(), e.pointer()))
                    .at("/dataset")
                    .remedy("correct the schema, and import the rows with it")
                    .exception();
        }
    }

    private boolean store(Sql sql, UUID id, String tenant, Prepared prepared, Origin origin) throws SQLException {
        ChosenDataset dataset = prepared.dataset();
        int stored = sql.update(
                INSERT,
                id,
                tenant,
                EvaluationState.RUNNING.stored(),
                dataset.id(),
                dataset.dataset(),
                dataset.hash(),
                dataset.heldOutRows(),
                prepared.rows(),
                prepared.schema(),
                prepared.constrained(),
                origin.training(),
                clock.instant(),
                origin.key(),
                origin.hash());
        if (stored == 0) {
            return false;
        }
        int position = 0;
        for (PlannedRun run : prepared.runs()) {
            sql.update(
                    INSERT_RUN,
                    UUID.randomUUID(),
                    id,
                    position++,
                    RunState.PLANNED.stored(),
                    run.model(),
                    run.quantization(),
                    run.adapterHash(),
                    run.adapterVersion(),
                    run.maxOutputTokens());
        }
        return true;
    }

    private static String hash(JsonNode body) {
        try {
            byte[] text = body.toString().getBytes(StandardCharsets.UTF_8);
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private Optional<EvaluationView> earlier(String tenant, @Nullable String key, String hash) {
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
                    ? Optional.<EvaluationView>empty()
                    : Optional.of(rows.require(sql, tenant, found.get().id()));
        });
    }

    private void requireRoom(Sql sql, String tenant) throws SQLException {
        long open = sql.queryOne(OPEN, row -> row.bigNumber("open"), tenant, EvaluationState.RUNNING.stored())
                .orElseThrow();
        if (open >= config.openPerTenant()) {
            throw Problem.of(409, "too_many_evaluations", "%d evaluations have not ended".formatted(open))
                    .limit(config.openPerTenant())
                    .remedy("wait for one, or cancel one; the operator can raise winnow.evaluations.open-per-tenant")
                    .exception();
        }
    }

    /** The newest evaluations of a tenant. */
    List<EvaluationView> newest(String tenant) {
        return database.inTransaction(sql -> rows.newest(sql, tenant));
    }

    /**
     * One of them.
     *
     * @throws dev.winnow.coordinator.problem.ProblemException 404 if the tenant has no such one
     */
    EvaluationView find(String tenant, UUID id) {
        return database.inTransaction(sql -> rows.require(sql, tenant, id));
    }

    /** An evaluation that nothing is known to be wrong with. */
    public record Prepared(ChosenDataset dataset, String schema, int rows, boolean constrained, List<PlannedRun> runs) {
        public Prepared {
            runs = List.copyOf(runs);
        }
    }

    private record Origin(
            @Nullable UUID training,
            @Nullable String key,
            @Nullable String hash) {}

    private record Earlier(UUID id, String hash) {}
}
