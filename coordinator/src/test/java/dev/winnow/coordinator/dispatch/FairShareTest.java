package dev.winnow.coordinator.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.winnow.coordinator.dispatch.FairShare.Demand;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class FairShareTest {
    private static final UUID OLD = new UUID(0, 1);
    private static final UUID YOUNG = new UUID(0, 2);

    @Test
    void equal_jobs_share_equally_and_the_older_gets_the_odd_one() {
        assertThat(FairShare.divide(List.of(new Demand(OLD, 0, 9, 0), new Demand(YOUNG, 0, 9, 0)), 5))
                .isEqualTo(Map.of(OLD, 3, YOUNG, 2));
    }

    @Test
    void a_job_with_nothing_out_catches_up_first() {
        assertThat(FairShare.divide(List.of(new Demand(OLD, 0, 9, 4), new Demand(YOUNG, 0, 9, 0)), 4))
                .isEqualTo(Map.of(YOUNG, 4));
    }

    @Test
    void higher_priority_goes_first_however_much_it_has_out() {
        assertThat(FairShare.divide(List.of(new Demand(OLD, 0, 9, 0), new Demand(YOUNG, 1, 3, 7)), 5))
                .isEqualTo(Map.of(YOUNG, 3, OLD, 2));
    }

    @Test
    void no_job_gets_more_than_it_has_waiting() {
        assertThat(FairShare.divide(List.of(new Demand(OLD, 0, 1, 0)), 5)).isEqualTo(Map.of(OLD, 1));
    }

    @Test
    void nothing_goes_out_where_no_place_is_free() {
        assertThat(FairShare.divide(List.of(new Demand(OLD, 0, 1, 0)), 0)).isEmpty();
        assertThat(FairShare.divide(List.of(new Demand(OLD, 0, 1, 0)), -3)).isEmpty();
    }
}
