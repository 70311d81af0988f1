package dev.winnow.benchmarks.faults;

import dev.winnow.coordinator.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
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
    private static final String OPEN_SHARDS = "select count(*) from shard where state not in ('done', 'cancelled')";

    private final EmbeddedPostgres postgres;

    Ledger(EmbeddedPostgres postgres) {
        this.postgres = postgres;
    }

    /** What is broken, a sentence each. */
    List<String> broken(int jobs) throws SQLException {
        List<String> broken = new ArrayList<>();
        expect(broken, jobs, "select count(*) from job", "jobs are stored");
        expect(
                broken,
                0,
                "select (select count(*) from result) - (select coalesce(sum(succeeded + failed), 0) from job)",
                "more results are stored than jobs have counted");
        expect(broken, 0, "select count(*) from parked_message", "messages are parked");
        expect(broken, 0, OPEN_SHARDS, "shards are open though every job is over");
        return broken;
    }

    /** Whether a shard is still open; workers tell their last words a moment after a job is done. */
    boolean shardsOpen() throws SQLException {
        return count(OPEN_SHARDS) > 0;
    }

    /** Writes all rows but texts and outputs into files of that folder, for whoever looks for a reason. */
    void dump(Path folder) throws SQLException, IOException {
        for (String table : List.of("job", "shard", "worker", "result", "parked_message")) {
            try (Connection connection = connect();
                    Statement statement = connection.createStatement();
                    ResultSet rows = statement.executeQuery("select * from " + table);
                    Writer out = Files.newBufferedWriter(folder.resolve(table + ".rows"))) {
                int columns = rows.getMetaData().getColumnCount();
                while (rows.next()) {
                    for (int i = 1; i <= columns; i++) {
                        out.write(rows.getMetaData().getColumnName(i) + "=" + rows.getString(i) + " ");
                    }
                    out.write('\n');
                }
            }
        }
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
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            row.next();
            return row.getLong(1);
        }
    }

    private Connection connect() throws SQLException {
        return DriverManager.getConnection(postgres.jdbcUrl(), postgres.username(), postgres.password());
    }
}
