package dev.winnow.benchmarks.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The same inputs of each everywhere, seconds of them; {@code winnow bench fuzz --minutes 30} goes further. */
class FuzzRunTest {
    private static final int INPUTS = 2_000;
    private static final Path CHECKOUT = Path.of("..").toAbsolutePath().normalize();

    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource(Target.class)
    void what_cannot_be_read_is_refused_by_name(Target target) throws IOException {
        FuzzRun run = new FuzzRun(target, CHECKOUT, 1);

        run.run(Duration.ofMinutes(10), INPUTS);

        assertThat(run.findings()).extracting(FuzzRun.Finding::what).isEmpty();
        assertThat(run.inputs()).isEqualTo(INPUTS);
    }

    @ParameterizedTest
    @EnumSource(Target.class)
    void samples_are_read(Target target) throws Exception {
        Subject subject = target.subject();
        subject.prepare(CHECKOUT, folder);
        int read = 0;
        for (byte[] sample : subject.whole(CHECKOUT)) {
            try {
                subject.reading().read(sample, folder);
                read++;
            } catch (RuntimeException e) {
                assertThat(subject.refusal().test(e)).as("%s", e).isTrue();
            }
        }

        assertThat(read).isPositive();
    }

    @Test
    void the_same_seed_gives_the_same_inputs() {
        List<byte[]> samples = List.of("{\"type\": \"object\"}".getBytes(java.nio.charset.StandardCharsets.UTF_8));
        Mutator one = new Mutator(samples, List.of(), 7);
        Mutator other = new Mutator(samples, List.of(), 7);

        for (int i = 0; i < 1_000; i++) {
            assertThat(one.next()).isEqualTo(other.next());
        }
    }
}
