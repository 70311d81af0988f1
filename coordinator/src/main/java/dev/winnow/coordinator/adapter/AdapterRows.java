package dev.winnow.coordinator.adapter;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.winnow.coordinator.database.Row;
import dev.winnow.coordinator.database.Sql;
import dev.winnow.coordinator.problem.Problem;
import dev.winnow.coordinator.problem.ProblemException;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Finds adapters of a tenant, however they are named, within the caller's transaction. Thread-safe. */
@Singleton
class AdapterRows {
    private static final String COLUMNS = """
            select a.id, a.name, a.version, a.hash, a.base, a.card, a.weight_bytes, a.created_at,
                   coalesce((select string_agg(l.alias, ',' order by l.alias) from adapter_alias l
                             where l.adapter_id = a.id), '') as aliases
            from adapter a\s""";

    private static final String BY_VERSION = COLUMNS + "where a.tenant = ? and a.name = ? and a.version = ?";

    private static final String BY_HASH = COLUMNS + "where a.tenant = ? and a.hash = ?";

    private static final String BY_ALIAS = COLUMNS + """
            where a.tenant = ? and a.id = (select l.adapter_id from adapter_alias l where l.tenant = ? and l.alias = ?)""";

    private static final String NEWEST = """
            select max(version) as version from adapter where tenant = ? and name = ? having max(version) > 0""";

    private static final String ALL = COLUMNS + "where a.tenant = ? order by a.name, a.version desc";

    private final ObjectMapper json;

    AdapterRows(ObjectMapper json) {
        this.json = json;
    }

    List<StoredAdapter> all(Sql sql, String tenant) throws SQLException {
        return sql.query(ALL, this::read, tenant);
    }

    Optional<StoredAdapter> byHash(Sql sql, String tenant, String hash) throws SQLException {
        return sql.queryOne(BY_HASH, this::read, tenant, hash);
    }

    /**
     * The adapter of that name.
     *
     * @throws ProblemException 404 if the tenant has no such one
     */
    StoredAdapter require(Sql sql, String tenant, String text) throws SQLException {
        AdapterReference reference = AdapterReference.read(text);
        Optional<StoredAdapter> found;
        if (reference instanceof AdapterReference.Version version) {
            found = sql.queryOne(BY_VERSION, this::read, tenant, version.name(), version.number());
        } else if (reference instanceof AdapterReference.Hash hash) {
            found = byHash(sql, tenant, hash.hash());
        } else {
            found = sql.queryOne(BY_ALIAS, this::read, tenant, tenant, text);
        }
        if (found.isEmpty()) {
            throw unknown(text, newest(sql, tenant, text));
        }
        return found.get();
    }

    // Whoever leaves the version out is not given the newest: tomorrow it would be another one.
    private static Optional<Integer> newest(Sql sql, String tenant, String text) throws SQLException {
        return sql.queryOne(NEWEST, row -> row.number("version"), tenant, text.replaceFirst("@.*", ""));
    }

    private static ProblemException unknown(String text, Optional<Integer> newest) {
        String name = text.replaceFirst("@.*", "");
        return Problem.of(404, "unknown_adapter", "there is no adapter '%s'".formatted(text))
                .at("/adapter")
                .remedy(newest.map(version -> "the newest version of that name is %s@%d; or give it an alias"
                                .formatted(name, version))
                        .orElse("GET /api/v1/adapters, or 'winnow adapters list', lists those there are"))
                .exception();
    }

    private StoredAdapter read(Row row) throws SQLException {
        String aliases = row.text("aliases");
        String version = row.text("name") + "@" + row.number("version");
        return new StoredAdapter(
                row.uuid("id"),
                row.bigNumber("weight_bytes"),
                new AdapterView(
                        version,
                        row.text("name"),
                        row.number("version"),
                        row.text("hash"),
                        row.text("base"),
                        aliases.isEmpty() ? List.of() : List.of(aliases.split(",", -1)),
                        card(version, row.text("card")),
                        row.time("created_at")));
    }

    private AdapterCard card(String version, String text) {
        try {
            return json.readValue(text, AdapterCard.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the card of " + version + " cannot be read", e);
        }
    }

    String write(AdapterCard card) {
        try {
            return json.writeValueAsString(card);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a card can always be written", e);
        }
    }

    /** An adapter's row. */
    record StoredAdapter(UUID id, long weightBytes, AdapterView view) {}
}
