package dev.winnow.coordinator.extraction;

import com.fasterxml.jackson.databind.JsonNode;
import dev.winnow.common.work.Pool;
import dev.winnow.coordinator.database.Database;
import dev.winnow.coordinator.model.CatalogModel;
import dev.winnow.coordinator.model.ModelCatalog;
import dev.winnow.coordinator.model.TokenCounter;
import dev.winnow.coordinator.model.TokenCounters;
import dev.winnow.coordinator.problem.Problem;
import dev.winnow.text.prompt.Instructions;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Decides whether the options can be kept, before any item is read: model, schema, limits. Thread-safe. */
@Singleton
class Admission {
    // Live workers first, then the one heard last: a job may wait for a pool that scales from zero.
    private static final String POOLS = """
            select model, quantization from worker
            where (?::text is null or model = ?) and (?::text is null or quantization = ?)
            group by model, quantization
            order by bool_or(state = 'live') desc, max(last_seen) desc""";

    private final Database database;
    private final ModelCatalog catalog;
    private final TokenCounters counters;
    private final SchemaAdmission schemas;

    Admission(Database database, ModelCatalog catalog, TokenCounters counters, SchemaAdmission schemas) {
        this.database = database;
        this.catalog = catalog;
        this.counters = counters;
        this.schemas = schemas;
    }

    /** Admits the options, or says all that is wrong with them. */
    AdmittedRequest admit(ExtractionOptions options) {
        AdmittedSchema schema = schemas.admit(options);
        CatalogModel model = model(options.model());
        Pool pool = pool(model.name(), options.quantization());
        TokenCounter counter = counters.of(model).orElseThrow(() -> Problem.of(
                        503, "model_not_ready", "no worker has sent the tokenizer of " + model.name() + " yet")
                .remedy("try again in a moment")
                .exception());
        schemas.requireRoom(schema, model, counter, options);
        String instruction =
                options.instruction() != null ? options.instruction() : Instructions.fromKeys(schema.schema());
        return new AdmittedRequest(options, schema, pool, instruction, model.contextTokens(), counter);
    }

    private CatalogModel model(@Nullable String wanted) {
        List<CatalogModel> all = catalog.all();
        String known = all.stream().map(CatalogModel::name).collect(Collectors.joining(", "));
        if (all.isEmpty()) {
            throw Problem.of(422, "unknown_model", "no worker has registered a model yet")
                    .at("/model")
                    .remedy("start a worker, or wait until it is ready")
                    .exception();
        }
        if (wanted == null) {
            if (all.size() > 1) {
                throw Problem.of(422, "model_needed", "there are several models, and the request names none")
                        .at("/model")
                        .remedy("choose one of: " + known)
                        .exception();
            }
            return all.get(0);
        }
        return all.stream()
                .filter(model -> model.name().equals(wanted))
                .findFirst()
                .orElseThrow(() -> Problem.of(422, "unknown_model", "there is no model '" + wanted + "'")
                        .at("/model")
                        .remedy("choose one of: " + known)
                        .exception());
    }

    private Pool pool(String model, @Nullable String quantization) {
        List<Pool> pools = pools(model, quantization);
        Optional<Pool> first = pools.stream().findFirst();
        return first.orElseThrow(() -> {
            String offered = pools(model, null).stream().map(Pool::quantization).collect(Collectors.joining(", "));
            return Problem.of(422, "unknown_quantization", "no worker offers %s as %s".formatted(model, quantization))
                    .at("/quantization")
                    .remedy("choose one of: " + offered)
                    .exception();
        });
    }

    private List<Pool> pools(String model, @Nullable String quantization) {
        return database.inTransaction(sql -> sql.query(
                POOLS,
                row -> new Pool(row.text("model"), row.text("quantization")),
                model,
                model,
                quantization,
                quantization));
    }

    /** A schema that can be kept. */
    record AdmittedSchema(JsonNode schema, String hash, List<AdmissionLine> report) {}

    /**
     * What becomes of one keyword of the schema.
     *
     * @param treatment {@code enforced} while decoding, or {@code checked_afterwards}
     */
    record AdmissionLine(String pointer, String keyword, String treatment, String note) {}

    /** A request whose options can be kept. */
    record AdmittedRequest(
            ExtractionOptions options,
            AdmittedSchema schema,
            Pool pool,
            String instruction,
            int contextTokens,
            TokenCounter counter) {}
}
