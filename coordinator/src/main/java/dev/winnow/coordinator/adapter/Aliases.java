package dev.winnow.coordinator.adapter;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.winnow.common.racepoint.RacePoints;
import dev.winnow.coordinator.adapter.AdapterRows.StoredAdapter;
import dev.winnow.coordinator.database.Database;
import dev.winnow.coordinator.database.Row;
import dev.winnow.coordinator.database.Sql;
import dev.winnow.coordinator.problem.Problem;
import dev.winnow.coordinator.problem.ProblemException;
import dev.winnow.coordinator.racepoint.RacePoint;
import io.quarkus.arc.All;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Names that move from one adapter to another at once: whoever submits before the move gets the one, whoever submits
 * after it the other, and jobs keep what they got. Thread-safe.
 */
@Singleton
class Aliases {
    // Those who move a tenant's aliases wait for each other, so that the history tells them in their order.
    private static final String ONE_AT_A_TIME = """
            select 1 as one from (select pg_advisory_xact_lock(hashtextextended('adapter aliases ' || ?, 0))) held""";

    private static final String COLUMNS = """
            select l.alias, a.name || '@' || a.version as adapter, a.hash, l.moved_at
            from adapter_alias l join adapter a on a.id = l.adapter_id\s""";

    private static final String ALL = COLUMNS + "where l.tenant = ? order by l.alias";

    private static final String ONE = COLUMNS + "where l.tenant = ? and l.alias = ?";

    private static final String MOVE = """
            insert into adapter_alias (tenant, alias, adapter_id, moved_at) values (?, ?, ?, ?)
            on conflict (tenant, alias) do update set adapter_id = excluded.adapter_id, moved_at = excluded.moved_at""";

    private static final String REMEMBER = """
            insert into adapter_alias_move (tenant, alias, from_version, to_version, moved_at)
            values (?, ?, ?, ?, ?)""";

    private static final String MOVES = """
            select from_version, to_version, moved_at from adapter_alias_move
            where tenant = ? and alias = ? order by id desc limit 100""";

    private static final String BEFORE = """
            select from_version from adapter_alias_move where tenant = ? and alias = ? order by id desc limit 1""";

    // Against a deletion that has begun.
    private static final String KEEP = "select id from adapter where id = ? for key share";

    private final Database database;
    private final AdapterRows rows;
    private final List<AdapterListener> listeners;
    private final Clock clock;
    private final RacePoints<RacePoint> points;

    Aliases(
            Database database,
            AdapterRows rows,
            @All List<AdapterListener> listeners,
            Clock clock,
            RacePoints<RacePoint> points) {
        this.database = database;
        this.rows = rows;
        this.listeners = listeners;
        this.clock = clock;
        this.points = points;
    }

    /** A tenant's aliases. */
    List<AliasView> all(String tenant) {
        return database.inTransaction(sql -> sql.query(ALL, Aliases::view, tenant));
    }

    /** Where it has been, the newest first. */
    List<AliasMove> moves(String tenant, String alias) {
        return database.inTransaction(sql -> sql.query(
                MOVES,
                row -> new AliasMove(
                        row.textOrNull("from_version"), row.textOrNull("to_version"), row.time("moved_at")),
                tenant,
                alias));
    }

    /** Makes an alias stand for an adapter; where it does already, nothing changes. */
    AliasView move(String tenant, String alias, String reference) {
        AdapterReference.requireName("alias", alias);
        return database.inTransaction(sql -> move(sql, tenant, alias, reference));
    }

    /** The same within the caller's transaction. */
    AliasView move(Sql sql, String tenant, String alias, String reference) throws SQLException {
        sql.query(ONE_AT_A_TIME, row -> row.number("one"), tenant);
        StoredAdapter to = rows.require(sql, tenant, reference);
        if (sql.query(KEEP, row -> row.uuid("id"), to.id()).isEmpty()) {
            throw Problem.of(409, "adapter_deleted", to.view().adapter() + " was deleted")
                    .at("/adapter")
                    .remedy("choose another adapter")
                    .exception();
        }
        Optional<AliasView> before = find(sql, tenant, alias);
        String from = before.map(AliasView::adapter).orElse(null);
        if (!to.view().adapter().equals(from)) {
            Instant now = clock.instant();
            sql.update(MOVE, tenant, alias, to.id(), now);
            sql.update(REMEMBER, tenant, alias, from, to.view().adapter(), now);
        }
        // Also where it stood for it already: who chooses it again means it.
        for (AdapterListener listener : listeners) {
            listener.chosen(sql, tenant, alias, to.view().adapter());
        }
        points.reached(RacePoint.ALIAS_MOVED);
        return find(sql, tenant, alias).orElseThrow();
    }

    /** What it stands for; nobody moves it until the transaction ends. */
    @Nullable
    String held(Sql sql, String tenant, String alias) throws SQLException {
        AdapterReference.requireName("alias", alias);
        sql.query(ONE_AT_A_TIME, row -> row.number("one"), tenant);
        return find(sql, tenant, alias).map(AliasView::adapter).orElse(null);
    }

    /**
     * Lets an alias stand for what it stood for before its last move. Again, it goes back to where it came from.
     *
     * @throws ProblemException if it has moved but once, or what it stood for is gone
     */
    AliasView rollBack(String tenant, String alias) {
        return database.inTransaction(sql -> {
            sql.query(ONE_AT_A_TIME, row -> row.number("one"), tenant);
            if (find(sql, tenant, alias).isEmpty()) {
                throw unknown(alias);
            }
            String before = sql.queryOne(
                            BEFORE, row -> Optional.ofNullable(row.textOrNull("from_version")), tenant, alias)
                    .flatMap(version -> version)
                    .orElseThrow(() -> Problem.of(
                                    409, "nothing_before", "'%s' has stood for one adapter only".formatted(alias))
                            .remedy("move it to the adapter that you want, or take it away")
                            .exception());
            return move(sql, tenant, alias, before);
        });
    }

    /**
     * Takes an alias away; its history stays.
     *
     * @throws ProblemException if the tenant has no such one
     */
    void remove(String tenant, String alias) {
        database.inTransaction(sql -> {
            sql.query(ONE_AT_A_TIME, row -> row.number("one"), tenant);
            AliasView before = find(sql, tenant, alias).orElseThrow(() -> unknown(alias));
            sql.update("delete from adapter_alias where tenant = ? and alias = ?", tenant, alias);
            sql.update(REMEMBER, tenant, alias, before.adapter(), null, clock.instant());
            return alias;
        });
    }

    private static ProblemException unknown(String alias) {
        return Problem.of(404, "unknown_alias", "there is no alias '%s'".formatted(alias))
                .remedy("GET /api/v1/adapter-aliases lists those there are")
                .exception();
    }

    private static Optional<AliasView> find(Sql sql, String tenant, String alias) throws SQLException {
        return sql.queryOne(ONE, Aliases::view, tenant, alias);
    }

    private static AliasView view(Row row) throws SQLException {
        return new AliasView(row.text("alias"), row.text("adapter"), row.text("hash"), row.time("moved_at"));
    }

    /** An alias, and what it stands for. */
    record AliasView(String alias, String adapter, String hash, Instant movedAt) {}

    /**
     * A move of an alias.
     *
     * @param from the version that it stood for, or null where it was new
     * @param to the version that it stands for since, or null where it was taken away
     */
    @JsonInclude(JsonInclude.Include.ALWAYS)
    record AliasMove(@Nullable String from, @Nullable String to, Instant movedAt) {}
}
