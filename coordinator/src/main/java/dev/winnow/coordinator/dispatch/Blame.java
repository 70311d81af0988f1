package dev.winnow.coordinator.dispatch;

import dev.winnow.coordinator.database.Sql;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.UUID;

/**
 * When the loss of a worker speaks against the one item that it had alone. A worker can be killed, frozen or cut off
 * while it works on anything, so only deaths count, only those of workers that may have been decoding the item, and
 * only several: docs/decisions/0005.
 */
@Singleton
class Blame {
    /** How many workers must have died over an item, each while it had it alone, before it is held to be the reason. */
    static final int DEATHS_THAT_CONVICT = 3;

    // A process that lives again or is only out of reach is silent for a while, too.
    private static final int LEASES_OF_SILENCE = 2;

    private static final String DEATHS = """
            select count(*) as n from unnest(?::text[]) l (worker) left join worker w on w.incarnation = l.worker::uuid
            where w.incarnation is null or w.state = 'gone' and not w.signed_off or w.last_seen < ?""";

    private static final String SIGNED_OFF = "select 1 as one from worker where incarnation = ? and signed_off";

    private final DispatchConfig config;
    private final Clock clock;

    Blame(DispatchConfig config, Clock clock) {
        this.config = config;
        this.clock = clock;
    }

    /** Whether these losses convict: as many of these workers as it takes are dead by now. */
    boolean convicts(Sql sql, List<UUID> lostBy) throws SQLException {
        return lostBy.size() >= DEATHS_THAT_CONVICT
                && sql.queryOne(
                                        DEATHS,
                                        row -> row.number("n"),
                                        lostBy.stream().map(UUID::toString).toArray(String[]::new),
                                        clock.instant().minus(config.lease().multipliedBy(LEASES_OF_SILENCE)))
                                .orElseThrow()
                        >= DEATHS_THAT_CONVICT;
    }

    /** Whether the worker left in good order: what it holds all the same is nobody's fault. */
    boolean none(Sql sql, UUID worker) throws SQLException {
        return sql.queryOne(SIGNED_OFF, row -> row.number("one"), worker).isPresent();
    }
}
