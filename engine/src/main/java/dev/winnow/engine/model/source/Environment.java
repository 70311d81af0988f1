package dev.winnow.engine.model.source;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * The settings of the machine that downloads follow.
 *
 * @param variables the environment variables
 * @param home the user's home folder
 * @param root the root of the file system, under which {@code etc/pip.conf} lies
 */
record Environment(Map<String, String> variables, Path home, Path root) {
    Environment {
        variables = Map.copyOf(variables);
        requireNonNull(home, "home");
        requireNonNull(root, "root");
    }

    static Environment system() {
        return new Environment(System.getenv(), Path.of(System.getProperty("user.home")), Path.of("/"));
    }

    /** A variable that is set and not blank. */
    Optional<String> variable(String name) {
        return Optional.ofNullable(variables.get(name)).map(String::strip).filter(value -> !value.isEmpty());
    }
}
