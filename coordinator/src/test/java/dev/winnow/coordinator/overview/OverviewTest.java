package dev.winnow.coordinator.overview;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.hamcrest.Matchers.equalTo;

import dev.winnow.common.result.ErrorCode;
import dev.winnow.common.result.ItemFailure;
import dev.winnow.common.result.ItemResult;
import dev.winnow.common.result.ItemsFinished;
import dev.winnow.common.work.ShardWork;
import dev.winnow.coordinator.harness.CoordinatorTest;
import dev.winnow.coordinator.result.Lately;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** The error rate of the last minutes, and an overview that can be had at any time. */
@QuarkusTest
class OverviewTest extends CoordinatorTest {
    private static final Offset<Double> ABOUT = within(1e-4);

    @Test
    void the_error_rate_is_of_items_of_the_last_minutes_also_of_jobs_that_still_run() {
        overview().body("lately.items", equalTo(0f));
        UUID job = submit(8);
        dispatch();
        ShardWork work = worker.takeOne();
        worker.claim(work.shard());
        record(worker.finished(work, 0, 1, 2));
        record(failed(work, 3));

        overview().body("jobs.running", equalTo(1)).body("day.failed", equalTo(0));
        lately(4, 1);

        clock.advance(Lately.HALF_LIFE);
        record(failed(work, 4, 5));
        lately(4, 2.5); // half of what was, and both new ones

        record(worker.finished(work, 6, 7));
        job(job).body("state", equalTo("done"));
        lately(6, 2.5);

        clock.advance(Lately.HALF_LIFE.multipliedBy(2));
        lately(1.5, 0.625);

        clock.advance(Lately.FORGOTTEN);
        lately(0, 0);
    }

    @Test
    void what_a_retry_makes_good_ends_well_and_what_failed_before_has_failed() {
        UUID job = submit(2);
        dispatch();
        ShardWork work = worker.takeOne();
        worker.claim(work.shard());
        record(failed(work, 0, 1));
        api().post("/api/v1/extractions/" + job + "/retry").then().statusCode(200);
        dispatch();
        ShardWork again = worker.takeOne();
        worker.claim(again.shard());
        record(worker.finished(again));

        lately(4, 2);
    }

    @Test
    void a_job_that_has_been_silent_for_days_does_not_stand_in_the_overviews_way() {
        submit(2);
        dispatch();
        ShardWork work = worker.takeOne();
        worker.claim(work.shard());
        record(worker.finished(work, 0));

        clock.advance(Duration.ofDays(3)); // its rate is less than a number can hold

        JsonPath told = overview().body("jobs.running", equalTo(1)).extract().jsonPath();
        assertThat(told.getDouble("backlog[0].items_per_second")).isCloseTo(0, ABOUT);
        lately(0, 0);
    }

    private ItemsFinished failed(ShardWork work, Integer... positions) {
        List<ItemResult> failures = Stream.of(positions)
                .<ItemResult>map(position -> new ItemFailure(position, ErrorCode.TIME_LIMIT, "too long"))
                .toList();
        return new ItemsFinished(work.shard(), work.job(), worker.incarnation(), failures);
    }

    private static void lately(double items, double failed) {
        JsonPath told = overview()
                .body("lately.half_life_seconds", equalTo(300))
                .extract()
                .jsonPath();
        assertThat(told.getDouble("lately.items")).isCloseTo(items, ABOUT);
        assertThat(told.getDouble("lately.failed")).isCloseTo(failed, ABOUT);
    }

    private static ValidatableResponse overview() {
        return api().get("/api/v1/overview").then().statusCode(200);
    }
}
