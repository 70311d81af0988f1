package dev.winnow.benchmarks.killedtraining;

import dev.winnow.coordinator.embedded.EmbeddedPostgres;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Reads from the database what the API does not tell: the checkpoints of each part. Not thread-safe. */
final class Parts implements AutoCloseable {
    private static final String OF_TRAINING = """
            select id, coalesce(round, 0) as round, coalesce(part, 0) as part, state, attempt,
                   coalesce(checkpoint_step, 0) as checkpoint_step, checkpoint, coalesce(worker_name, '') as worker
            from training where (parent = ? and part is not null) or (id = ? and local_steps is null)
            order by 2, 3""";

    private final Connection connection;

    private Parts(Connection connection) {
        this.connection = connection;
    }

    static Parts in(EmbeddedPostgres database) throws SQLException {
        return new Parts(DriverManager.getConnection(database.jdbcUrl(), database.username(), database.password()));
    }

    /** All parts of a training that there are yet, round by round. */
    List<Part> of(UUID training) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(OF_TRAINING)) {
            statement.setObject(1, training);
            statement.setObject(2, training);
            List<Part> parts = new ArrayList<>();
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    parts.add(new Part(
                            row.getObject("id", UUID.class),
                            row.getInt("round"),
                            row.getInt("part"),
                            row.getString("state"),
                            row.getInt("attempt"),
                            row.getInt("checkpoint_step"),
                            row.getInt("checkpoint"),
                            row.getString("worker")));
                }
            }
            return parts;
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
