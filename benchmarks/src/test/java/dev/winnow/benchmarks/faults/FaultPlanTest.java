package dev.winnow.benchmarks.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.winnow.benchmarks.faults.Fault.Kind;
import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class FaultPlanTest {
    private static final Duration LENGTH = Duration.ofMinutes(3);

    @Test
    void a_seed_gives_the_same_faults_each_time() {
        List<Fault> faults = FaultPlan.of(7, LENGTH);

        assertThat(FaultPlan.of(7, LENGTH)).isEqualTo(faults);
        assertThat(FaultPlan.of(8, LENGTH)).isNotEqualTo(faults);
    }

    @Test
    void every_fault_is_over_when_the_run_is() {
        assertThat(FaultPlan.of(7, LENGTH))
                .allSatisfy(fault -> assertThat(fault.end()).isLessThanOrEqualTo(LENGTH));
    }

    @Test
    void nothing_is_hit_twice_at_once() {
        List<Fault> faults = FaultPlan.of(7, LENGTH);

        for (Fault fault : faults) {
            assertThat(faults)
                    .filteredOn(other -> !other.equals(fault) && other.place().equals(fault.place()))
                    .allMatch(other ->
                            other.end().compareTo(fault.at()) < 0 || fault.end().compareTo(other.at()) < 0);
        }
    }

    @Test
    void twenty_seeds_bring_every_kind() {
        assertThat(LongStream.range(0, 20).boxed().flatMap(seed -> FaultPlan.of(seed, LENGTH).stream()))
                .extracting(Fault::kind)
                .contains(Kind.values());
    }
}
