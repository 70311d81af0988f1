package dev.winnow.benchmarks.autoscaling;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class KedaFleetTest {
    private static final ScalingSettings SETTINGS =
            new ScalingSettings(30, 600, 0, 10, 100, 0, ScalingRules.usualUp(), ScalingRules.usualDown());

    private long backlog;
    private int now;
    private final KedaFleet fleet = fleet(SETTINGS);

    @Test
    void one_item_wakes_it_at_the_next_poll_and_a_pod_works_when_it_is_ready() {
        passUntil(31);
        assertThat(fleet.paidSeconds()).isZero();
        backlog = 1;

        passUntil(60 + 119);
        assertThat(fleet.working(now)).isZero();
        passUntil(60 + 120);
        assertThat(fleet.working(now)).isEqualTo(1);
        assertThat(fleet.changes().count()).isEqualTo(1);
    }

    @Test
    void it_goes_to_none_when_nothing_was_there_for_the_cooldown() {
        backlog = 1;
        passUntil(200);
        backlog = 0;

        passUntil(781);
        assertThat(fleet.working(now)).isEqualTo(1);
        passUntil(811);
        assertThat(fleet.working(now)).isZero();
        assertThat(fleet.changes().count()).isEqualTo(2);
    }

    @Test
    void a_pool_that_keeps_one_has_it_from_the_start_and_for_ever() {
        KedaFleet kept = fleet(SETTINGS.withLeast(1));
        for (int second = 0; second < 4_000; second++) {
            kept.pass(second, () -> 0);
        }

        assertThat(kept.working(4_000)).isEqualTo(1);
        assertThat(kept.changes().count()).isEqualTo(1);
        assertThat(kept.paidSeconds()).isEqualTo(4_000);
    }

    private static KedaFleet fleet(ScalingSettings settings) {
        return new KedaFleet(settings, new Pods(120, 20));
    }

    private void passUntil(int end) {
        while (now < end) {
            fleet.pass(now, () -> backlog);
            now++;
        }
    }
}
