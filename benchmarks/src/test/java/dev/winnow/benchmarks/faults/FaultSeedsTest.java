package dev.winnow.benchmarks.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.winnow.benchmarks.faults.FaultRun.Outcome;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The fault run itself, for a minute of each seed. Each stands for something that once went wrong under it;
 * {@code WINNOW_FAULT_SEEDS=3,17} runs others in their place.
 */
@Tag("rabbitmq")
@Tag("postgresql")
class FaultSeedsTest {
    private static final Duration LENGTH = Duration.ofMinutes(1);

    /** Seeds that are kept, and why: their plans hold what once broke a run. */
    private enum Kept {
        /**
         * The results queue is deleted again and again: once no coordinator took results any more after the first time.
         */
        RESULTS_QUEUE(16),
        /**
         * Database and broker are killed, and workers drained, with poison about: all that ever stopped a run is in it.
         */
        SERVICES(5);

        private final long seed;

        Kept(long seed) {
            this.seed = seed;
        }
    }

    static Stream<Long> seeds() {
        String others = System.getenv("WINNOW_FAULT_SEEDS");
        return others == null || others.isBlank()
                ? Arrays.stream(Kept.values()).map(kept -> kept.seed)
                : Arrays.stream(others.split(",")).map(seed -> Long.valueOf(seed.strip()));
    }

    // Kept with what the processes said, if a promise was broken.
    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    private Path folder;

    @ParameterizedTest
    @MethodSource("seeds")
    @Timeout(900)
    void nothing_is_lost_or_repeated_and_only_poison_fails(long seed) throws Exception {
        // PostgreSQL runs as another user where this one is root, and must get to its own folder.
        assertThat(folder.toFile().setExecutable(true, false)).isTrue();
        ByteArrayOutputStream said = new ByteArrayOutputStream();

        Outcome outcome = FaultRun.run(
                project(),
                folder.resolve("cluster"),
                seed,
                LENGTH,
                new PrintStream(said, true, StandardCharsets.UTF_8));

        assertThat(outcome.broken())
                .as("%s", said.toString(StandardCharsets.UTF_8))
                .isEmpty();
    }

    private static Path project() {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.exists(folder.resolve("winnow"))) {
            folder = Objects.requireNonNull(folder.getParent(), "no launcher above this folder");
        }
        return folder;
    }
}
