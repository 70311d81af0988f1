package dev.winnow.worker.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.winnow.common.work.ShardAttempt;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.jboss.logging.MDC;
import org.junit.jupiter.api.Test;

class SubjectTest {
    private static final UUID JOB = UUID.randomUUID();
    private static final Subject SHARD = Subject.shard(JOB, new ShardAttempt(7, 2));

    @Test
    void what_is_logged_for_an_item_names_its_job_its_shard_and_its_place() {
        Map<String, Object> seen = new HashMap<>();

        SHARD.item(3).run(() -> seen.putAll(MDC.getMap()));

        assertThat(seen)
                .containsEntry("job", JOB.toString())
                .containsEntry("shard", "7")
                .containsEntry("attempt", "2")
                .containsEntry("item", "3");
    }

    @Test
    void nothing_of_it_is_left_even_if_the_task_fails() {
        assertThatThrownBy(() -> SHARD.run(() -> {
                    throw new IllegalStateException("expected");
                }))
                .hasMessage("expected");

        assertThat(MDC.get("job")).isNull();
        assertThat(MDC.get("shard")).isNull();
    }
}
