package dev.winnow.benchmarks.faults;

import dev.winnow.coordinator.embedded.EmbeddedPostgres;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Compares with the database's own rows what clients were told. */
final class Ledger {
    private final EmbeddedPostgres postgres;

    Ledger(EmbeddedPostgres postgres) {
        this.postgres = postgres;
    }

    /** What is broken, a sentence each. */
    List<String> broken(int jobs, int items) throws SQLException {
        List<String> broken = new ArrayList<>();
        expect(broken, jobs, "select count(*) from job", "jobs are stored");
        expect(broken, items, "select count(*) from result", "results are stored");
        expect(broken, 0, "select count(*) from parked_message", "messages are parked");
        expect(
                broken,
                0,
                "select count(*) from shard where state not in ('done', 'cancelled')",
                "shards are open though every job is done");
        return broken;
    }

    /** How much the faults made of shards: for the run's counts. */
    Map<String, Long> counts() throws SQLException {
        Map<String, Long> counts = new LinkedHashMap<>();
        counts.put("shards", count("select count(*) from shard"));
        counts.put("shards_run_again", count("select count(*) from shard where attempt > 1"));
        counts.put("shards_suspect", count("select count(*) from shard where suspect"));
        return counts;
    }

    private void expect(List<String> broken, long expected, String query, String what) throws SQLException {
        long found = count(query);
        if (found != expected) {
            broken.add("%d %s, expected %d".formatted(found, what, expected));
        }
    }

    private long count(String query) throws SQLException {
        try (Connection connection =
                        DriverManager.getConnection(postgres.jdbcUrl(), postgres.username(), postgres.password());
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            row.next();
            return row.getLong(1);
        }
    }
}
