package dev.winnow.benchmarks.largejob;

import dev.winnow.coordinator.embedded.EmbeddedPostgres;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/** Jobs that are over, by the thousand: copies of one, without its items. */
final class OtherJobs {
    // Whatever columns a job has by now; none is so old that it would be cleared away.
    private static final String COPY = """
            insert into job
            select other.*
            from job known
            cross join generate_series(1, ?) number
            cross join lateral jsonb_populate_record(known, jsonb_build_object(
                'id', gen_random_uuid(),
                'name', 'Listings of part ' || number,
                'idempotency_key', null,
                'state', case when number % 10 = 0 then 'cancelled' else known.state end,
                'created_at', known.created_at - number * interval '1 second',
                'finished_at', known.finished_at - number * interval '1 second')) other
            where known.id = ?::uuid""";

    private OtherJobs() {}

    /** Adds so many like one that is done. */
    static void add(EmbeddedPostgres postgres, String job, int count) throws SQLException {
        try (Connection connection =
                        DriverManager.getConnection(postgres.jdbcUrl(), postgres.username(), postgres.password());
                PreparedStatement copy = connection.prepareStatement(COPY)) {
            copy.setInt(1, count);
            copy.setString(2, job);
            copy.executeUpdate();
        }
    }
}
