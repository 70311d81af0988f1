package dev.winnow.coordinator.adapter;

import dev.winnow.coordinator.adapter.AdapterRows.StoredAdapter;
import dev.winnow.coordinator.database.Database;
import dev.winnow.coordinator.database.Sql;
import dev.winnow.coordinator.model.ModelCatalog;
import dev.winnow.coordinator.problem.Problem;
import dev.winnow.coordinator.problem.ProblemException;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** A tenant's adapters: each is stored once, found by several names, and never changed. Thread-safe. */
@Singleton
public class Adapters {
    // Those who store for one tenant wait for each other, or the same content would be stored twice at once.
    private static final String ONE_AT_A_TIME = """
            select 1 as one from (select pg_advisory_xact_lock(hashtextextended('adapters ' || ?, 0))) held""";

    private static final String NEXT_VERSION = """
            insert into adapter_name as n (tenant, name, versions) values (?, ?, 1)
            on conflict (tenant, name) do update set versions = n.versions + 1 returning versions""";

    private static final String INSERT = """
            insert into adapter (id, tenant, name, version, hash, base, config, weight_bytes, card, created_at)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""";

    // Against a deletion, which waits for the submission's end, finds its job and is refused.
    private static final String KEEP = "select id from adapter where tenant = ? and hash = ? for key share";

    private final Database database;
    private final AdapterRows rows;
    private final AdapterContents contents;
    private final ModelCatalog models;
    private final AdapterConfig config;
    private final Clock clock;

    Adapters(
            Database database,
            AdapterRows rows,
            AdapterContents contents,
            ModelCatalog models,
            AdapterConfig config,
            Clock clock) {
        this.database = database;
        this.rows = rows;
        this.contents = contents;
        this.models = models;
        this.config = config;
        this.clock = clock;
    }

    /** Stores an adapter as the next version of its name, unless it is there already. */
    Stored store(String tenant, UploadRequest request, ReceivedAdapter received) {
        String base = request.baseAmong(models.all(), received.settings().base());
        return database.inTransaction(sql -> {
            sql.query(ONE_AT_A_TIME, row -> row.number("one"), tenant);
            Optional<StoredAdapter> known = rows.byHash(sql, tenant, received.hash());
            if (known.isPresent()) {
                requireSame(known.get().view(), request.name(), base);
                return new Stored(known.get().view(), false);
            }
            requireRoom(sql, tenant);
            AdapterCard card = AdapterCard.of(received, request.instruction(), request.notes(), null);
            insert(sql, tenant, request.name(), base, card, received);
            return new Stored(
                    rows.byHash(sql, tenant, received.hash()).orElseThrow().view(), true);
        });
    }

    /** Stores one that was trained here, unless the same files are there already, under whatever name. */
    String storeTrained(Sql sql, String tenant, TrainedAdapters.Origin origin, ReceivedAdapter received)
            throws SQLException {
        sql.query(ONE_AT_A_TIME, row -> row.number("one"), tenant);
        Optional<StoredAdapter> known = rows.byHash(sql, tenant, received.hash());
        if (known.isEmpty()) {
            // No limit: the work is done, and its adapter must not be lost for one that is to be deleted.
            AdapterCard card = AdapterCard.of(received, origin.instruction(), null, origin.training());
            insert(sql, tenant, origin.name(), origin.base(), card, received);
        }
        return rows.byHash(sql, tenant, received.hash()).orElseThrow().view().adapter();
    }

    private void insert(Sql sql, String tenant, String name, String base, AdapterCard card, ReceivedAdapter received)
            throws SQLException {
        UUID id = UUID.randomUUID();
        int version = sql.queryOne(NEXT_VERSION, row -> row.number("versions"), tenant, name)
                .orElseThrow();
        sql.update(
                INSERT,
                id,
                tenant,
                name,
                version,
                received.hash(),
                base,
                received.config(),
                received.weightBytes(),
                rows.write(card),
                clock.instant());
        try (InputStream weights = received.open()) {
            contents.store(sql, id, weights);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void requireSame(AdapterView known, String name, String base) {
        if (!known.name().equals(name) || !known.base().equals(base)) {
            throw Problem.of(
                            409,
                            "adapter_known",
                            "the same files are stored as %s for the model %s".formatted(known.adapter(), known.base()))
                    .remedy("use that one, and give it an alias if it is to have another name")
                    .exception();
        }
    }

    private void requireRoom(Sql sql, String tenant) throws SQLException {
        int stored = rows.all(sql, tenant).size();
        if (stored >= config.perTenant()) {
            throw Problem.of(409, "too_many_adapters", "%d adapters are stored".formatted(stored))
                    .limit(config.perTenant())
                    .remedy("delete one; the operator can raise winnow.adapters.per-tenant")
                    .exception();
        }
    }

    /** All of a tenant's. */
    public List<AdapterView> all(String tenant) {
        return database.inTransaction(
                sql -> rows.all(sql, tenant).stream().map(StoredAdapter::view).toList());
    }

    /** One of them, by version, alias or hash. */
    StoredAdapter find(String tenant, String reference) {
        return database.inTransaction(sql -> rows.require(sql, tenant, reference));
    }

    /**
     * The version that a request means now.
     *
     * @throws ProblemException 422 if the tenant has no such one
     */
    public ChosenAdapter resolve(String tenant, String reference) {
        try {
            AdapterView found = find(tenant, reference).view();
            return new ChosenAdapter(
                    found.adapter(), found.hash(), found.base(), found.card().instruction());
        } catch (ProblemException e) {
            // The adapter is not what the request addresses, but a part of it.
            Problem why = e.problem();
            throw Problem.of(422, why.code(), why.detail())
                    .at("/adapter")
                    .remedy(String.valueOf(why.remedy()))
                    .exception();
        }
    }

    /**
     * Keeps an adapter from being deleted until the caller's transaction ends.
     *
     * @throws ProblemException if it is gone
     */
    public void keep(Sql sql, String tenant, String hash) throws SQLException {
        if (sql.query(KEEP, row -> row.uuid("id"), tenant, hash).isEmpty()) {
            throw Problem.of(409, "adapter_deleted", "the adapter %s was deleted".formatted(hash))
                    .at("/adapter")
                    .remedy("choose another, or import its files again and submit a new job")
                    .exception();
        }
    }

    /** What became of an upload. */
    record Stored(AdapterView adapter, boolean fresh) {}
}
