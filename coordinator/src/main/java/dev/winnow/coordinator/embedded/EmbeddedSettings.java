package dev.winnow.coordinator.embedded;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What decides before the application starts which services it brings along. Read from the environment
 * ({@code WINNOW_DATA_DIR}; for the folder {@code WINNOW_DATA} too, as in the launcher) or, first, from system
 * properties ({@code winnow.data.dir}).
 *
 * @param dataFolder where the embedded services keep their files
 * @param databaseUrl a PostgreSQL of the user's own; none starts the embedded one
 * @param amqpUri a RabbitMQ of the user's own; none starts the embedded broker
 * @param postgresPort the embedded PostgreSQL's port on loopback, 0 for any free one
 * @param amqpPort the embedded broker's port on loopback, 0 for that of the last start
 */
public record EmbeddedSettings(
        Path dataFolder, Optional<String> databaseUrl, Optional<String> amqpUri, int postgresPort, int amqpPort) {

    static EmbeddedSettings fromEnvironment() throws StartException {
        return read(System::getProperty, System::getenv);
    }

    static EmbeddedSettings read(Lookup properties, Lookup environment) throws StartException {
        Settings settings = new Settings(properties, environment);
        return new EmbeddedSettings(
                settings.find("winnow.data.dir")
                        .or(() -> settings.find("winnow.data"))
                        .map(Path::of)
                        .orElseGet(() -> defaultFolder(environment)),
                settings.find("winnow.database.url"),
                settings.find("winnow.amqp.uri"),
                settings.port("winnow.postgres.port"),
                settings.port("winnow.amqp.port"));
    }

    private static Path defaultFolder(Lookup environment) {
        String shared = environment.get("XDG_DATA_HOME");
        return shared == null || shared.isBlank()
                ? Path.of(System.getProperty("user.home"), ".local", "share", "winnow")
                : Path.of(shared, "winnow");
    }

    /** A source of settings by name: system properties, or the environment. */
    @FunctionalInterface
    interface Lookup {
        @Nullable
        String get(String name);
    }

    private record Settings(Lookup properties, Lookup environment) {
        Optional<String> find(String property) {
            return Optional.ofNullable(properties.get(property))
                    .or(() -> Optional.ofNullable(environment.get(variable(property))))
                    .filter(value -> !value.isBlank());
        }

        int port(String property) throws StartException {
            String value = find(property).orElse("0");
            if (!value.matches("\\d{1,5}") || Integer.parseInt(value) > 65535) {
                throw new StartException(
                        variable(property) + " must be a port from 1 to 65535, or 0, was '" + value + "'.");
            }
            return Integer.parseInt(value);
        }
    }

    private static String variable(String property) {
        return property.replace('.', '_').toUpperCase(Locale.ROOT);
    }
}
