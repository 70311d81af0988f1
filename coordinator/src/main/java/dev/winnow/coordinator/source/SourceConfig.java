package dev.winnow.coordinator.source;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithParentName;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Databases that datasets may be read from. There is none unless the operator names it. */
@ConfigMapping(prefix = "winnow.sources")
public interface SourceConfig {
    /** By any name: {@code winnow.sources.shop.jdbc-url=jdbc:postgresql://db/shop}. */
    @WithParentName
    Map<String, SqlDatabase> byName();

    /** One database. */
    interface SqlDatabase {
        /** Where it is, without a password. */
        String jdbcUrl();

        /** Who asks: best a role that may do no more than SELECT what datasets need. */
        Optional<String> username();

        /** Its password; or {@link #passwordFile}. */
        Optional<String> password();

        /** A file with nothing but the password, which is read at each connect. */
        Optional<Path> passwordFile();

        /** Whose datasets may come from there. */
        @WithDefault("default")
        Set<String> tenants();

        /** How long a query may take, all its rows together. */
        @WithDefault("PT5M")
        Duration timeout();

        /** How long a connection may take. */
        @WithDefault("PT10S")
        Duration connectTimeout();
    }
}
