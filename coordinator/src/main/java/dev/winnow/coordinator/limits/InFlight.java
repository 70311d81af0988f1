package dev.winnow.coordinator.limits;

import dev.winnow.coordinator.database.Sql;
import dev.winnow.coordinator.database.Turn;
import io.quarkus.runtime.Startup;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/** Says how many more shards a tenant may have in flight. Thread-safe. */
@Singleton
@Startup // so that a limit that makes no sense is told at once
public class InFlight {
    // What waits for workers that are gone is not held against the tenant: elsewhere it would stand still for nothing.
    private static final String OUT = """
            select j.tenant, count(*) as shards
            from shard s join job j on j.id = s.job_id
            where s.state in ('dispatched', 'begun') and exists (
                select 1 from worker w
                where w.model = s.model and w.quantization = s.quantization and w.state <> 'gone' and w.last_seen > ?)
            group by j.tenant""";

    private final LimitsConfig config;
    private final boolean limited;

    InFlight(LimitsConfig config) {
        this.config = config;
        this.limited = config.inFlightShards().isPresent()
                || !config.tenantInFlightShards().isEmpty();
        config.inFlightShards().ifPresent(limit -> LimitCheck.require("in-flight-shards", limit));
        config.tenantInFlightShards()
                .forEach((tenant, limit) -> LimitCheck.require("tenant-in-flight-shards." + tenant, limit));
    }

    /**
     * Reads what tenants have in flight. Where there are limits at all, nobody else sends shards until the transaction
     * of the caller ends, so that two replicas do not pass a limit together.
     *
     * @param seenAfter workers that were not heard since are gone
     */
    public Allowance read(Sql sql, Instant seenAfter) throws SQLException {
        if (!limited) {
            return Allowance.UNLIMITED;
        }
        Turn.DISPATCH.await(sql, "all");
        Map<String, Integer> out = new HashMap<>();
        for (var entry : sql.query(OUT, row -> Map.entry(row.text("tenant"), row.number("shards")), seenAfter)) {
            out.put(entry.getKey(), entry.getValue());
        }
        return tenant -> limit(tenant) - out.getOrDefault(tenant, 0);
    }

    private int limit(String tenant) {
        return config.tenantInFlightShards()
                .getOrDefault(tenant, config.inFlightShards().orElse(Integer.MAX_VALUE));
    }

    /** How many more shards each tenant may have in flight. */
    @FunctionalInterface
    public interface Allowance {
        /** As many as there are. */
        Allowance UNLIMITED = tenant -> Integer.MAX_VALUE;

        /** How many more this one may have; none if negative. */
        int of(String tenant);
    }
}
