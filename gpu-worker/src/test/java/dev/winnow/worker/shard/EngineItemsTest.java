package dev.winnow.worker.shard;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.winnow.common.work.ExtractionTask;
import dev.winnow.common.work.Sampling;
import dev.winnow.common.work.ShardAttempt;
import dev.winnow.common.work.ShardWork;
import dev.winnow.common.work.WorkItem;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class EngineItemsTest {
    private static final Duration MARGIN = Duration.ofSeconds(10);

    private final EngineItems items = new EngineItems();
    private final ShardRun run = new ShardRun(
            new ShardWork(
                    new ShardAttempt(1, 1),
                    new UUID(0, 1),
                    new ExtractionTask(
                            JsonNodeFactory.instance.objectNode(),
                            "sha256:00",
                            null,
                            64,
                            true,
                            Sampling.GREEDY,
                            60,
                            null),
                    false,
                    List.of(new WorkItem(0, "do", "text"), new WorkItem(1, "do", "text"))),
            null,
            List.of());

    @Test
    void an_item_is_overdue_when_its_limit_and_the_margin_have_passed_since_it_began() {
        items.started(run, List.of(0, 1));
        items.begun(run, 0, Duration.ofSeconds(100));

        assertThat(items.waiting()).isEqualTo(1);
        assertThat(items.overdue(Duration.ofSeconds(170), MARGIN)).isEmpty();
        assertThat(items.overdue(Duration.ofSeconds(171), MARGIN)).hasSize(1);
    }

    @Test
    void each_window_that_begins_has_the_limit_anew_and_counts_as_one_item() {
        items.started(run, List.of(0, 1));
        items.begun(run, 0, Duration.ofSeconds(100));
        items.begun(run, 0, Duration.ofSeconds(150));

        assertThat(items.waiting()).isEqualTo(1);
        assertThat(items.begunOf(run)).containsExactly(0);
        assertThat(items.overdue(Duration.ofSeconds(220), MARGIN)).isEmpty();
        assertThat(items.overdue(Duration.ofSeconds(221), MARGIN)).hasSize(1);
        items.ended(run, 0);
        assertThat(items.overdue(Duration.ofMinutes(15), MARGIN)).isEmpty();
    }
}
