package dev.winnow.benchmarks.cluster;

import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A built checkout of Winnow.
 *
 * @param checkout its folder
 */
public record Release(Path checkout) {
    /** What runs its coordinator. */
    public Path coordinator() {
        return built("coordinator");
    }

    /** What runs its worker. */
    public Path worker() {
        return built("gpu-worker");
    }

    private Path built(String module) {
        Path jar = checkout.resolve(module).resolve("target/quarkus-app/quarkus-run.jar");
        if (!Files.isRegularFile(jar)) {
            throw new IllegalArgumentException(
                    "%s is not there: run ./mvnw -Dquick -DskipTests package in %s".formatted(jar, checkout));
        }
        return jar;
    }
}
