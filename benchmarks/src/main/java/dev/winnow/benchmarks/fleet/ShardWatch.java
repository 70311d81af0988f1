package dev.winnow.benchmarks.fleet;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Looks at the shards again and again, and notes when each was first seen planned and first seen begun: as exact as
 * looks are frequent. Not thread-safe.
 */
final class ShardWatch {
    private static final String OPEN = """
            select id, state, (extract(epoch from dispatched_at) * 1000)::bigint as dispatched
            from shard where state in ('planned', 'dispatched', 'begun')""";

    private final Connection connection;
    private final Map<Long, Long> plannedAt = new HashMap<>();
    private final Set<Long> begun = new HashSet<>();
    private List<Double> planned = new ArrayList<>();
    private List<Double> dispatched = new ArrayList<>();

    ShardWatch(Connection connection) {
        this.connection = connection;
    }

    /** Looks once. */
    void look() throws SQLException {
        long now = System.currentTimeMillis();
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(OPEN)) {
            while (row.next()) {
                long id = row.getLong(1);
                plannedAt.putIfAbsent(id, now);
                if (row.getString(2).equals("begun") && begun.add(id)) {
                    planned.add((now - plannedAt.getOrDefault(id, now)) / 1000.0);
                    dispatched.add(Math.max(0, now - row.getLong(3)) / 1000.0);
                }
            }
        }
    }

    /** Forgets what was seen so far of how long shards waited. */
    void begin() {
        planned = new ArrayList<>();
        dispatched = new ArrayList<>();
    }

    /** Seconds from planned to begun, of that share of the shards. */
    double planned(double quantile) {
        return of(planned, quantile);
    }

    /** Seconds from dispatched to begun, of that share of the shards. */
    double dispatched(double quantile) {
        return of(dispatched, quantile);
    }

    /** How many shards were seen to begin. */
    int count() {
        return dispatched.size();
    }

    private static double of(List<Double> values, double quantile) {
        if (values.isEmpty()) {
            return 0;
        }
        List<Double> sorted = new ArrayList<>(values);
        Collections.sort(sorted);
        return sorted.get((int) Math.min(sorted.size() - 1, Math.floor(quantile * sorted.size())));
    }
}
