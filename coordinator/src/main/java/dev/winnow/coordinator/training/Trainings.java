package dev.winnow.coordinator.training;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.winnow.common.training.TrainingPlan;
import dev.winnow.common.training.TrainingReport.StepLoss;
import dev.winnow.coordinator.database.Database;
import dev.winnow.coordinator.database.Sql;
import dev.winnow.coordinator.dataset.DatasetRows;
import dev.winnow.coordinator.dataset.Datasets;
import dev.winnow.coordinator.dataset.Datasets.ChosenDataset;
import dev.winnow.coordinator.model.CatalogModel;
import dev.winnow.coordinator.model.ModelCatalog;
import dev.winnow.coordinator.model.TokenCounter;
import dev.winnow.coordinator.model.TokenCounters;
import dev.winnow.coordinator.problem.Problem;
import dev.winnow.coordinator.problem.ProblemException;
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
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What users do to trainings. Thread-safe. */
@Singleton
class Trainings {
    private static final int USUAL_PACK_TOKENS = 1024;

    private static final String BY_KEY =
            "select id, request_hash from training where tenant = ? and idempotency_key = ?";

    private static final String OPEN =
            "select count(*) as open from training where tenant = ? and parent is null and state = any(?)";

    // Against a removal that has begun.
    private static final String KEEP = "select id from dataset where id = ? for key share";

    private static final String INSERT = """
            insert into training (id, tenant, state, attempt, dataset_id, dataset, dataset_hash, train_rows,
                                  held_out_rows, instruction, base, plan, adapter_name, alias, created_at,
                                  idempotency_key, request_hash, nodes, local_steps, leave_out, round)
            values (?, ?, ?, 1, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            on conflict (tenant, idempotency_key) do nothing""";

    private final Database database;
    private final TrainingRows rows;
    private final Datasets datasets;
    private final DatasetRows datasetRows;
    private final ModelCatalog models;
    private final TokenCounters counters;
    private final TrainingConfig config;
    private final ObjectMapper json;
    private final Clock clock;

    Trainings(
            Database database,
            TrainingRows rows,
            Datasets datasets,
            DatasetRows datasetRows,
            ModelCatalog models,
            TokenCounters counters,
            TrainingConfig config,
            ObjectMapper json,
            Clock clock) {
        this.database = database;
        this.rows = rows;
        this.datasets = datasets;
        this.datasetRows = datasetRows;
        this.models = models;
        this.counters = counters;
        this.config = config;
        this.json = json;
        this.clock = clock;
    }

    /** Checks all that can be known before any work, and stores a training. */
    TrainingView submit(String tenant, @Nullable String key, JsonNode body) {
        String hash = hash(body);
        Optional<TrainingView> known = earlier(tenant, key, hash);
        if (known.isPresent()) {
            return known.get();
        }
        TrainingRequest request = TrainingRequest.read(body, json);
        request.plan(request.packTokens() == null ? USUAL_PACK_TOKENS : request.packTokens(), json);
        ChosenDataset dataset = datasets.resolve(tenant, request.dataset());
        CatalogModel base = base(request.base());
        TrainingPlan plan = request.plan(packTokens(request, dataset, base), json);
        NodesRequest nodes = request.nodes();
        if (nodes != null) {
            nodes.requireSteps(plan, dataset.trainRows());
        }
        UUID id = UUID.randomUUID();
        int stored = database.inTransaction(sql -> {
            requireRoom(sql, tenant);
            requireKept(sql, dataset);
            return sql.update(
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
                    base.name(),
                    rows.write(plan),
                    request.name() == null ? dataset.name() : request.name(),
                    request.name(),
                    clock.instant(),
                    key,
                    hash,
                    nodes == null ? 1 : nodes.nodes(),
                    nodes == null ? null : nodes.localSteps(),
                    nodes != null && nodes.leaveOut(),
                    nodes == null ? null : 0);
        });
        // Somebody with the same key was faster.
        return stored == 0 ? earlier(tenant, key, hash).orElseThrow() : find(tenant, id);
    }

    private static String hash(JsonNode body) {
        try {
            byte[] text = body.toString().getBytes(StandardCharsets.UTF_8);
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private Optional<TrainingView> earlier(String tenant, @Nullable String key, String hash) {
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

    private CatalogModel base(@Nullable String wanted) {
        List<CatalogModel> all = models.all();
        if (wanted == null && all.size() == 1) {
            return all.get(0);
        }
        return all.stream()
                .filter(model -> model.name().equals(wanted))
                .findFirst()
                .orElseThrow(() -> {
                    String names = all.stream().map(CatalogModel::name).collect(Collectors.joining(", "));
                    return Problem.of(
                                    422,
                                    "unknown_base",
                                    wanted == null
                                            ? "there are several models, and the request names none"
                                            : "there is no model '%s'".formatted(wanted))
                            .at("/base")
                            .remedy(
                                    names.isEmpty()
                                            ? "start a worker with the model first: none has registered yet"
                                            : "choose one of " + names)
                            .exception();
                });
    }

    private int packTokens(TrainingRequest request, ChosenDataset dataset, CatalogModel base) {
        TokenCounter counter = counters.of(base).orElseThrow(() -> Problem.of(
                        409, "model_text_missing", "no worker has sent the tokenizer of " + base.name())
                .remedy("start a worker with that model, or wait until it has registered")
                .exception());
        Integer wanted = request.packTokens();
        if (wanted != null && wanted > base.contextTokens()) {
            throw TrainingRequest.refused(
                    "pack_tokens",
                    "pack_tokens is %d, the model's context has %d tokens".formatted(wanted, base.contextTokens()),
                    "choose no more than that");
        }
        int most = wanted == null ? base.contextTokens() : wanted;
        int longest = RowLengths.longest(datasetRows, dataset.id(), counter, most);
        return wanted == null ? Math.max(longest, Math.min(most, USUAL_PACK_TOKENS)) : wanted;
    }

    private void requireRoom(Sql sql, String tenant) throws SQLException {
        long open = sql.queryOne(OPEN, row -> row.bigNumber("open"), tenant, TrainingEvent.CANCEL.fromStored())
                .orElseThrow();
        if (open >= config.openPerTenant()) {
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

    /** Its losses, step by step. */
    List<StepLoss> curve(String tenant, UUID id) {
        return database.inTransaction(sql -> {
            rows.require(sql, tenant, id);
            return rows.curve(sql, id);
        });
    }

    private record Earlier(UUID id, String hash) {}
}
