package dev.winnow.cli.installation;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the command was started with.
 *
 * @param environment the environment variables
 * @param project the folder with the built applications
 * @param home the user's home folder
 * @param usualData the data folder unless another is named
 * @param java the Java executable that runs this command
 */
public record Surroundings(Map<String, String> environment, Path project, Path home, Path usualData, Path java) {
    private static final Path ROOTS_DATA = Path.of("/var/lib/winnow");

    public Surroundings {
        environment = Map.copyOf(environment);
    }

    /** Those of this process; the launcher gives the project's folder as the system property {@code winnow.home}. */
    public static Surroundings ofThisProcess() {
        Path home = Path.of(System.getProperty("user.home"));
        return new Surroundings(
                System.getenv(),
                Path.of(System.getProperty("winnow.home", "")).toAbsolutePath(),
                home,
                usualData(ThisUser.isRoot(), home),
                Path.of(System.getProperty("java.home"), "bin", "java"));
    }

    /**
     * {@code ~/.winnow}, for root {@code /var/lib/winnow}: PostgreSQL must run as another user than root, who cannot
     * pass through root's home.
     */
    static Path usualData(boolean root, Path home) {
        return root ? ROOTS_DATA : home.resolve(".winnow");
    }

    /** The same without a service of the user's own. */
    public Surroundings alone() {
        Map<String, String> without = new HashMap<>(environment);
        without.keySet().removeAll(OF_OTHERS);
        return new Surroundings(without, project, home, usualData, java);
    }

    /** What would lead to a service, a database or a broker of the user's own. */
    private static final Set<String> OF_OTHERS = Set.of(
            "WINNOW_URL",
            "WINNOW_API_KEY",
            "WINNOW_AMQP_URI",
            "WINNOW_DATABASE_URL",
            "WINNOW_DATABASE_USERNAME",
            "WINNOW_DATABASE_PASSWORD",
            "WINNOW_TRAINING");

    /** An environment variable, unless it is empty. */
    public Optional<String> variable(String name) {
        return Optional.ofNullable(environment.get(name)).filter(value -> !value.isBlank());
    }

    /** The installation in the folder given, else in {@code WINNOW_DATA}, else in the usual folder. */
    public Installation installation(@Nullable Path folder) {
        Path root =
                folder != null ? folder : variable("WINNOW_DATA").map(Path::of).orElse(usualData);
        return new Installation(root.toAbsolutePath().normalize());
    }

    /** What commands need besides to find that installation: {@code " --data DIR"}, or nothing. */
    public String dataHint(Installation installation) {
        Path root = installation.root();
        return root.equals(installation(null).root()) ? "" : " --data " + quoted(root.toString());
    }

    private static String quoted(String word) {
        return word.matches("[A-Za-z0-9_./+:@%=-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
    }

    /** Where models and native libraries are kept: {@code WINNOW_CACHE_DIR}, else {@code ~/.cache/winnow}. */
    public Path cache() {
        return variable("WINNOW_CACHE_DIR")
                .map(Path::of)
                .orElseGet(() -> home.resolve(".cache").resolve("winnow"))
                .toAbsolutePath();
    }
}
