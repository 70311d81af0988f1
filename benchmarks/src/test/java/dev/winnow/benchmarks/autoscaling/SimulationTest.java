package dev.winnow.benchmarks.autoscaling;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.winnow.benchmarks.autoscaling.DayLoad.Job;
import dev.winnow.benchmarks.autoscaling.Simulation.Outcome;
import dev.winnow.benchmarks.cluster.Cluster;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class SimulationTest {
    @Test
    void the_same_seed_gives_the_same_day() {
        assertThat(DayLoad.of(7)).isEqualTo(DayLoad.of(7)).isNotEqualTo(DayLoad.of(8));
        assertThat(DayLoad.of(7).items()).isGreaterThan(300_000);
    }

    @Test
    void a_job_waits_as_long_as_it_takes_to_begin_all_of_it() {
        Outcome outcome = day(new Job(10, 100)).run(Fleet.of(1));

        assertThat(outcome.waits().quantile(0.5)).isEqualTo(4);
        assertThat(outcome.waits().quantile(1)).isEqualTo(9);
        assertThat(outcome.hours()).isEqualTo(24);
    }

    @Test
    void a_small_job_beside_a_batch_waits_twice_as_long_as_alone_and_not_for_the_batch() {
        Outcome outcome = day(new Job(0, 50_000), new Job(100, 100)).run(Fleet.of(1));

        assertThat(outcome.smallWaits().quantile(1)).isEqualTo(19);
        assertThat(outcome.waits().quantile(1)).isEqualTo(5_009);
    }

    @Test
    void what_is_being_decoded_counts_as_open() {
        SharedQueue queue = new SharedQueue(20);
        queue.add(new Job(0, 10));

        queue.begin(0, 10);
        assertThat(queue.open()).isEqualTo(10);
        queue.begin(20, 10);
        assertThat(queue.open()).isZero();
    }

    @Test
    void the_manifests_settings_are_read_as_they_stand_and_bring_a_day_to_its_end_cheaper_than_its_most()
            throws IOException {
        ScalingSettings settings = ScalingSettings.read(manifest(), "winnow-worker-bf16");
        Outcome outcome = new Simulation(DayLoad.of(1), 12, 20).run(new KedaFleet(settings, new Pods(180, 20)));

        assertThat(settings.polling()).isEqualTo(15);
        assertThat(settings.down().policies()).hasSize(1);
        assertThat(settings.up()).isEqualTo(ScalingRules.usualUp());
        assertThat(outcome.hours()).isLessThan(24.0 * settings.most() / 4);
        assertThat(outcome.changes().count()).isPositive();
    }

    private static Path manifest() {
        Path folder = Cluster.project();
        while (!folder.resolve("winnow").toFile().isFile()) {
            folder = requireNonNull(folder.getParent(), "the checkout");
        }
        return folder.resolve("deploy/kubernetes/rendered/gpu.yaml");
    }

    private static Simulation day(Job... jobs) {
        return new Simulation(new DayLoad(List.of(jobs)), 10, 20);
    }
}
