package dev.winnow.coordinator.embedded;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.jboss.logging.Logger;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * A PostgreSQL server of our own, durable and closed to strangers: fsync, synchronous commit and full page writes on,
 * passwords by SCRAM, loopback only. It survives the death of this process; the next start ends it properly and goes on
 * with the same data.
 *
 * <p>Not thread-safe: started and closed by the one who owns the data folder.
 */
public final class EmbeddedPostgres implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(EmbeddedPostgres.class);
    private static final String HOST = "127.0.0.1";

    /** Both the application's role and its database: an ordinary owner, no superuser. */
    private static final String APPLICATION = "winnow";

    private final PostgresProcess process;
    private final int port;
    private final String password;
    private final String superuserPassword;

    private EmbeddedPostgres(PostgresProcess process, int port, String password, String superuserPassword) {
        this.process = process;
        this.port = port;
        this.password = password;
        this.superuserPassword = superuserPassword;
    }

    /**
     * Starts the server over {@code folder}, which it makes at the first start.
     *
     * @param port the port on loopback, 0 for any free one
     * @throws StartException when it cannot start; the message says why and what to do
     */
    public static EmbeddedPostgres start(DataFolder folder, int port) throws StartException {
        long begun = System.nanoTime();
        try {
            PostgresProcess process = new PostgresProcess(
                    PostgresBinaries.unpack(folder.root()), folder.resolve("postgres"), folder.resolve("postgres.log"));
            EmbeddedPostgres postgres = new EmbeddedPostgres(
                    process,
                    port == 0 ? freePort() : port,
                    folder.password("postgres.password"),
                    folder.password("postgres-superuser.password"));
            process.createIfMissing(postgres.superuserPassword);
            process.start(postgres.port);
            postgres.createApplicationDatabase();
            LOG.infof(
                    "PostgreSQL takes connections on port %d after %d ms",
                    postgres.port, (System.nanoTime() - begun) / 1_000_000);
            return postgres;
        } catch (IOException | SQLException e) {
            throw new StartException("PostgreSQL over " + folder.root() + " cannot start: " + e, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StartException("The start of PostgreSQL was interrupted", e);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            return socket.getLocalPort();
        }
    }

    private void createApplicationDatabase() throws SQLException {
        try (Connection connection = connect("postgres", PostgresProcess.SUPERUSER, superuserPassword);
                Statement statement = connection.createStatement()) {
            if (!exists(statement, "select from pg_roles where rolname = '" + APPLICATION + "'")) {
                statement.execute("create role " + APPLICATION + " login password '" + password + "'");
            }
            if (!exists(statement, "select from pg_database where datname = '" + APPLICATION + "'")) {
                statement.execute("create database " + APPLICATION + " owner " + APPLICATION);
            }
        }
    }

    private static boolean exists(Statement statement, String query) throws SQLException {
        try (ResultSet rows = statement.executeQuery(query)) {
            return rows.next();
        }
    }

    private Connection connect(String database, String user, String password) throws SQLException {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl("jdbc:postgresql://" + HOST + ":" + port + "/" + database);
        source.setUser(user);
        source.setPassword(password);
        return source.getConnection();
    }

    /** Where the application's database is, without user and password. */
    public String jdbcUrl() {
        return "jdbc:postgresql://" + HOST + ":" + port + "/" + APPLICATION;
    }

    public String username() {
        return APPLICATION;
    }

    public String password() {
        return password;
    }

    /** A connection as the server's superuser, for what the application's role must not do. */
    Connection connectAsSuperuser() throws SQLException {
        return connect("postgres", PostgresProcess.SUPERUSER, superuserPassword);
    }

    /** Stops the server and waits until it has ended; connections that are still open are cut. */
    @Override
    public void close() {
        try {
            process.stopIfRunning();
        } catch (StartException | IOException e) {
            // Nothing is lost: what was committed is on disk, and the next start ends the server and recovers.
            LOG.error("PostgreSQL did not stop", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
