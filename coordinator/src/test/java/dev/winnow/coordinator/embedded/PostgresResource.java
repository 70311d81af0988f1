package dev.winnow.coordinator.embedded;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Gives a {@code @QuarkusTest} the very PostgreSQL that {@code winnow up} runs, empty and in a folder of its own. Use:
 * {@code @QuarkusTestResource(PostgresResource.class)}.
 */
public final class PostgresResource implements QuarkusTestResourceLifecycleManager {
    private @Nullable Path folder;
    private @Nullable DataFolder data;
    private @Nullable EmbeddedPostgres postgres;

    @Override
    public Map<String, String> start() {
        try {
            folder = Files.createTempDirectory("winnow-postgres-");
            data = DataFolder.open(folder);
            postgres = EmbeddedPostgres.start(data, 0);
            return Map.of(
                    "winnow.database.url", postgres.jdbcUrl(),
                    "winnow.database.username", postgres.username(),
                    "winnow.database.password", postgres.password());
        } catch (IOException | StartException e) {
            stop();
            throw new IllegalStateException(e.getMessage(), e);
        }
    }

    @Override
    public void stop() {
        try {
            if (postgres != null) {
                postgres.close();
            }
            if (data != null) {
                data.close();
            }
            if (folder != null) {
                PostgresBinaries.delete(folder);
            }
        } catch (IOException e) {
            throw new IllegalStateException("the test's PostgreSQL left files in " + folder, e);
        }
    }
}
