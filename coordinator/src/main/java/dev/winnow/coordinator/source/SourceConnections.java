package dev.winnow.coordinator.source;

import dev.winnow.coordinator.problem.Problem;
import dev.winnow.coordinator.problem.ProblemException;
import dev.winnow.coordinator.source.SourceConfig.SqlDatabase;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Pattern;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Opens connections to named sources. A password goes to the driver, and into no message or log. Thread-safe. */
@Singleton
public class SourceConnections {
    private static final Logger LOG = Logger.getLogger(SourceConnections.class);
    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}");
    private static final String POSTGRESQL = "jdbc:postgresql:";

    /** How much longer than its time a silent server is waited for. */
    private static final int SOCKET_MARGIN_SECONDS = 10;

    private final Map<String, SqlDatabase> databases;

    SourceConnections(SourceConfig config) {
        this.databases = Map.copyOf(config.byName());
    }

    /** Ends the start where a source can never be used. */
    void check(@Observes StartupEvent start) {
        databases.forEach(SourceConnections::check);
        if (!databases.isEmpty()) {
            LOG.infof(
                    "datasets may be read from %s",
                    databases.keySet().stream().sorted().toList());
        }
    }

    static void check(String name, SqlDatabase database) {
        require(NAME.matcher(name).matches(), name, "has a name of other than lower-case letters, digits and hyphens");
        require(database.jdbcUrl().startsWith("jdbc:"), name, "has a jdbc-url that does not begin with jdbc:");
        require(
                !database.jdbcUrl().toLowerCase(Locale.ROOT).contains("password="),
                name,
                "has a password in its jdbc-url, where logs would show it; use password or password-file");
        require(
                database.password().isEmpty() || database.passwordFile().isEmpty(),
                name,
                "has both password and password-file; leave one out");
        require(positive(database.timeout()), name, "has a timeout that is not positive");
        require(positive(database.connectTimeout()), name, "has a connect-timeout that is not positive");
    }

    private static boolean positive(Duration time) {
        return time.compareTo(Duration.ZERO) > 0;
    }

    private static void require(boolean kept, String name, String otherwise) {
        if (!kept) {
            throw new IllegalArgumentException("winnow.sources.%s %s".formatted(name, otherwise));
        }
    }

    /** A source that a tenant may use, or null. */
    @Nullable
    SqlDatabase find(String tenant, String name) {
        SqlDatabase database = databases.get(name);
        return database == null || !database.tenants().contains(tenant) ? null : database;
    }

    /** What a tenant may use, for whoever has named something else. */
    String names(String tenant) {
        return String.join(
                ", ",
                databases.keySet().stream()
                        .filter(name -> find(tenant, name) != null)
                        .sorted()
                        .toList());
    }

    /** Opens one that reads, in a transaction that the server holds to that. */
    Connection open(String name, SqlDatabase database) {
        Properties properties = properties(database);
        database.username().ifPresent(username -> properties.setProperty("user", username));
        try {
            password(database, properties);
            Connection connection = DriverManager.getConnection(database.jdbcUrl(), properties);
            try {
                connection.setReadOnly(true);
                connection.setAutoCommit(false);
                limit(connection, database);
            } catch (SQLException e) {
                connection.close();
                throw e;
            }
            return connection;
        } catch (SQLException e) {
            LOG.warnf("source %s cannot be reached: SQL state %s", name, e.getSQLState());
            throw unreachable(name, "the database cannot be reached: " + told(e, database, properties));
        } catch (IOException e) {
            LOG.warnf("source %s has a password-file that cannot be read: %s", name, e.getMessage());
            throw unreachable(name, "its password file cannot be read");
        }
    }

    // A fetch that takes longer is ended by the server. Local to the transaction, as a pooler's connections go round.
    private static void limit(Connection connection, SqlDatabase database) throws SQLException {
        if (isPostgresql(database)) {
            try (Statement statement = connection.createStatement()) {
                statement.execute("set local statement_timeout = "
                        + Math.max(
                                1,
                                Math.min(Integer.MAX_VALUE, database.timeout().toMillis())));
            }
        }
    }

    static boolean isPostgresql(SqlDatabase database) {
        return database.jdbcUrl().startsWith(POSTGRESQL);
    }

    private static Properties properties(SqlDatabase database) {
        Properties properties = new Properties();
        if (isPostgresql(database)) {
            long seconds = Math.max(1, database.timeout().toSeconds());
            properties.setProperty("ApplicationName", "winnow");
            properties.setProperty(
                    "connectTimeout",
                    String.valueOf(Math.max(1, database.connectTimeout().toSeconds())));
            properties.setProperty(
                    "loginTimeout",
                    String.valueOf(Math.max(1, database.connectTimeout().toSeconds())));
            properties.setProperty(
                    "socketTimeout",
                    String.valueOf(Math.min(Integer.MAX_VALUE / 1000, seconds + SOCKET_MARGIN_SECONDS)));
            // Rows of any size: what is fetched at once is bounded by bytes, and one row that is larger is refused.
            properties.setProperty("maxResultBuffer", "64M");
            // The driver counts anew for each statement only in this mode.
            properties.setProperty("preferQueryMode", "simple");
        }
        return properties;
    }

    private static void password(SqlDatabase database, Properties properties) throws IOException {
        if (database.passwordFile().isPresent()) {
            properties.setProperty(
                    "password",
                    Files.readString(database.passwordFile().get(), StandardCharsets.UTF_8)
                            .strip());
        } else {
            database.password().ifPresent(password -> properties.setProperty("password", password));
        }
    }

    // A driver may repeat what it was given.
    private static String told(SQLException e, SqlDatabase database, Properties properties) {
        if ("08001".equals(e.getSQLState()) && String.valueOf(e.getMessage()).startsWith("No suitable driver")) {
            return "no driver for it is on the class path";
        }
        String message = String.valueOf(e.getMessage()).replace(database.jdbcUrl(), "its address");
        String password = properties.getProperty("password", "");
        return password.isEmpty() ? message : message.replace(password, "***");
    }

    private static ProblemException unreachable(String name, String detail) {
        return Problem.of(503, "source_unreachable", "source %s: %s".formatted(name, detail))
                .remedy("try again later, or tell the operator, who has named it")
                .exception();
    }
}
