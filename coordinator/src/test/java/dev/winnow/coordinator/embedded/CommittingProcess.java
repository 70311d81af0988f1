package dev.winnow.coordinator.embedded;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.concurrent.CountDownLatch;

/** A process of its own that commits rows one by one, says so, leaves one uncommitted, and waits to be killed. */
final class CommittingProcess {
    static final int ROWS = 25;
    static final String COMMITTED = "committed";

    private CommittingProcess() {}

    public static void main(String[] arguments) throws Exception {
        EmbeddedPostgres postgres = EmbeddedPostgres.start(DataFolder.open(Path.of(arguments[0])), 0);
        try (Connection connection =
                        DriverManager.getConnection(postgres.jdbcUrl(), postgres.username(), postgres.password());
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("create table if not exists kept (id int)");
            for (int row = 0; row < ROWS; row++) {
                statement.execute("insert into kept values (" + row + ")");
                connection.commit();
            }
            statement.execute("insert into kept values (-1)");
            System.out.println(COMMITTED);
            new CountDownLatch(1).await();
        }
    }
}
