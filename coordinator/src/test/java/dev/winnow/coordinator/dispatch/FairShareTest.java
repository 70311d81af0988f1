package dev.winnow.coordinator.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.winnow.coordinator.dispatch.FairShare.Demand;
import dev.winnow.coordinator.dispatch.FairShare.Room;
import dev.winnow.coordinator.limits.InFlight.Allowance;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class FairShareTest {
    private static final UUID OLD = new UUID(0, 1);
    private static final UUID YOUNG = new UUID(0, 2);
    private static final UUID THIRD = new UUID(0, 3);
    private static final String ACME = "acme";
    private static final String BETA = "beta";
    private static final int MOST = 99;

    @Test
    void equal_jobs_share_equally_and_the_older_gets_the_odd_one() {
        assertThat(shares(5, waiting(OLD, ACME, 0, 9, 0), waiting(YOUNG, ACME, 0, 9, 0)))
                .isEqualTo(Map.of(OLD, 3, YOUNG, 2));
    }

    @Test
    void a_job_with_nothing_out_catches_up_first() {
        assertThat(shares(4, waiting(OLD, ACME, 0, 9, 400), waiting(YOUNG, ACME, 0, 9, 0)))
                .isEqualTo(Map.of(YOUNG, 4));
    }

    @Test
    void higher_priority_goes_first_however_much_it_has_out() {
        assertThat(shares(5, waiting(OLD, ACME, 0, 9, 0), waiting(YOUNG, ACME, 1, 3, 700)))
                .isEqualTo(Map.of(YOUNG, 3, OLD, 2));
    }

    @Test
    void tenants_share_equally_however_many_jobs_they_have() {
        assertThat(shares(4, waiting(OLD, ACME, 0, 9, 0), waiting(YOUNG, ACME, 0, 9, 0), waiting(THIRD, BETA, 0, 9, 0)))
                .isEqualTo(Map.of(OLD, 1, YOUNG, 1, THIRD, 2));
    }

    @Test
    void a_tenant_of_three_times_the_weight_gets_three_times_as_much() {
        List<Demand> jobs = List.of(waiting(OLD, ACME, 0, 20, 0), waiting(YOUNG, BETA, 0, 20, 0));

        assertThat(FairShare.divide(jobs, new Room(12, 0), MOST, Map.of(ACME, 3), Allowance.UNLIMITED))
                .isEqualTo(Map.of(OLD, 9, YOUNG, 3));
    }

    @Test
    void larger_shards_count_for_more() {
        Demand large = new Demand(OLD, ACME, 0, 9, 400, 8, 0);
        Demand small = waiting(YOUNG, ACME, 0, 9, 0);

        assertThat(shares(5, large, small)).isEqualTo(Map.of(OLD, 1, YOUNG, 4));
    }

    @Test
    void no_job_gets_more_than_it_has_waiting() {
        assertThat(shares(5, waiting(OLD, ACME, 0, 1, 0))).isEqualTo(Map.of(OLD, 1));
    }

    @Test
    void small_shards_go_out_until_the_slots_have_enough_items() {
        Demand single = new Demand(OLD, ACME, 0, 99, 100, 1, 0);

        assertThat(FairShare.divide(List.of(single), new Room(3, 32), MOST, Map.of(), Allowance.UNLIMITED))
                .isEqualTo(Map.of(OLD, 32));
        assertThat(FairShare.divide(List.of(single), new Room(3, 0), MOST, Map.of(), Allowance.UNLIMITED))
                .isEqualTo(Map.of(OLD, 3));
    }

    @Test
    void no_more_goes_out_at_once_than_asked_for() {
        assertThat(FairShare.divide(
                        List.of(waiting(OLD, ACME, 0, 9, 0)), new Room(8, 0), 2, Map.of(), Allowance.UNLIMITED))
                .isEqualTo(Map.of(OLD, 2));
    }

    @Test
    void a_tenant_that_may_have_no_more_leaves_its_places_to_the_others() {
        List<Demand> jobs =
                List.of(waiting(OLD, ACME, 5, 9, 0), waiting(YOUNG, ACME, 0, 9, 0), waiting(THIRD, BETA, 0, 9, 700));

        assertThat(FairShare.divide(
                        jobs, new Room(6, 0), MOST, Map.of(), tenant -> tenant.equals(ACME) ? 2 : Integer.MAX_VALUE))
                .isEqualTo(Map.of(OLD, 2, THIRD, 4));
        assertThat(FairShare.divide(jobs, new Room(6, 0), MOST, Map.of(), tenant -> tenant.equals(ACME) ? -1 : 1))
                .isEqualTo(Map.of(THIRD, 1));
    }

    @Test
    void nothing_goes_out_where_there_is_no_room() {
        assertThat(shares(0, waiting(OLD, ACME, 0, 1, 0))).isEmpty();
        assertThat(shares(-3, waiting(OLD, ACME, 0, 1, 0))).isEmpty();
    }

    private static Map<UUID, Integer> shares(int shards, Demand... jobs) {
        return FairShare.divide(List.of(jobs), new Room(shards, 0), MOST, Map.of(), Allowance.UNLIMITED);
    }

    private static Demand waiting(UUID job, String tenant, int priority, int waiting, long outTokens) {
        return new Demand(job, tenant, priority, waiting, 100, 8, outTokens);
    }
}
