package dev.winnow.coordinator.extraction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import dev.winnow.common.result.ErrorCode;
import dev.winnow.common.result.ItemFailure;
import dev.winnow.common.result.ItemsFinished;
import dev.winnow.common.work.ShardWork;
import dev.winnow.common.work.WorkItem;
import dev.winnow.coordinator.harness.CoordinatorTest;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

@QuarkusTest
class RepeatedItemsTest extends CoordinatorTest {
    private static final String LINES = """
            {"id": "a", "input": "the same"}
            {"id": "b", "input": "another"}
            {"id": "c", "input": "the same"}
            {"id": "d", "input": "the same", "instruction": "in French"}
            {"id": "e", "input": "the same"}""";

    @Test
    void items_that_ask_the_same_are_computed_once_and_each_has_its_result() {
        UUID job = submit(LINES);
        ShardWork work = begun();
        assertThat(work.items()).extracting(WorkItem::position).containsExactly(0, 1, 3);

        record(worker.finished(work));

        job(job).body("state", equalTo("done")).body("succeeded", equalTo(5));
        List<String> lines = resultLines(job);
        assertThat(lines).hasSize(5);
        assertThat(lines.get(2)).isEqualTo(lines.get(0).replace("\"a\"", "\"c\""));
        assertThat(lines.get(4)).isEqualTo(lines.get(0).replace("\"a\"", "\"e\""));
    }

    @Test
    void results_bring_the_texts_that_their_spans_count_in_where_they_are_asked_to() {
        UUID job = submit(LINES);
        ShardWork work = begun();
        record(worker.finished(work));

        List<String> lines = api().queryParam("inputs", true)
                .get("/api/v1/extractions/" + job + "/results")
                .then()
                .statusCode(200)
                .extract()
                .asString()
                .lines()
                .toList();

        assertThat(lines.get(1)).startsWith("{\"id\":\"b\",\"input\":\"another\",\"output\":");
        assertThat(lines.get(2)).as("of a twin").startsWith("{\"id\":\"c\",\"input\":\"the same\",\"output\":");
        assertThat(resultLines(job).get(2)).startsWith("{\"id\":\"c\",\"output\":");
    }

    @Test
    void a_result_that_comes_twice_counts_its_twins_once() {
        UUID job = submit(LINES);
        ShardWork work = begun();

        record(worker.finished(work, 0));
        record(worker.finished(work, 0, 1));

        job(job).body("state", equalTo("running")).body("succeeded", equalTo(4));
    }

    @Test
    void an_item_that_fails_fails_for_its_twins_too() {
        UUID job = submit(LINES);
        ShardWork work = begun();

        record(new ItemsFinished(
                work.shard(),
                job,
                worker.incarnation(),
                List.of(new ItemFailure(0, ErrorCode.TIME_LIMIT, "too long"))));

        job(job).body("failed", equalTo(3)).body("succeeded", equalTo(0));
    }

    @Test
    void draws_at_random_are_drawn_each_by_itself() {
        submit("{\"options\": {\"keys\": [\"title\"], \"temperature\": 0.5}}\n" + LINES);
        dispatch();

        assertThat(worker.takeOne().items()).hasSize(5);
    }

    private ShardWork begun() {
        dispatch();
        ShardWork work = worker.takeOne();
        worker.claim(work.shard());
        return work;
    }
}
