package dev.winnow.coordinator.limits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import dev.winnow.common.result.ErrorCode;
import dev.winnow.common.result.ItemFailure;
import dev.winnow.common.result.ItemResult;
import dev.winnow.common.result.ItemsFinished;
import dev.winnow.common.work.ShardWork;
import dev.winnow.coordinator.access.ApiKeys;
import dev.winnow.coordinator.harness.CoordinatorTest;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The tenant may have ten items queued. */
@QuarkusTest
class QueuedItemsTest extends CoordinatorTest {
    @Inject
    ApiKeys keys;

    @BeforeEach
    void let_the_tenant_in() {
        NarrowTenant.letIn(keys);
    }

    @Test
    void a_submission_that_would_pass_the_limit_is_refused_with_limit_and_remedy_and_leaves_nothing_behind() {
        NarrowTenant.submit(6);

        NarrowTenant.submission(5)
                .statusCode(429)
                .contentType("application/problem+json")
                .header("Retry-After", "60")
                .body("code", equalTo("too_many_queued_items"))
                .body("line", equalTo(5))
                .body("limit", equalTo(10))
                .body("retry_after", equalTo(60))
                .body("remedy", containsString("winnow.limits.queued-items"));

        assertThat(count("job")).isOne();
        assertThat(count("item")).isEqualTo(6);
        NarrowTenant.submission(4).statusCode(202);
    }

    @Test
    void a_tenant_at_its_limit_is_refused_before_its_body_is_sent_and_others_are_not() throws IOException {
        NarrowTenant.submit(10);

        try (Socket client = NarrowTenant.announce(1_000_000)) {
            assertThat(new String(client.getInputStream().readNBytes(12), StandardCharsets.US_ASCII))
                    .isEqualTo("HTTP/1.1 429");
        }

        submit(11);
    }

    @Test
    void a_request_that_could_never_be_taken_in_is_told_so() {
        NarrowTenant.submission(11)
                .statusCode(413)
                .body("code", equalTo("too_many_items"))
                .body("line", equalTo(11))
                .body("limit", equalTo(10))
                .body("remedy", containsString("several jobs"));
        assertThat(count("item")).isZero();
    }

    @Test
    void two_submissions_at_once_do_not_pass_the_limit_together() throws IOException {
        String half = NarrowTenant.lines(3);
        try (Socket first = NarrowTenant.announce(2 * half.length());
                Socket second = NarrowTenant.announce(2 * half.length())) {
            NarrowTenant.send(first, half);
            NarrowTenant.send(second, half);
            beingCopied(2);

            NarrowTenant.send(first, half);
            NarrowTenant.send(second, half);

            assertThat(List.of(NarrowTenant.answer(first), NarrowTenant.answer(second)))
                    .satisfiesOnlyOnce(answer -> assertThat(answer).startsWith("HTTP/1.1 202"))
                    .satisfiesOnlyOnce(answer -> assertThat(answer)
                            .startsWith("HTTP/1.1 429")
                            .containsIgnoringCase("\r\nretry-after: 60")
                            .contains("too_many_queued_items"));
        }
        assertThat(count("job")).isOne();
        assertThat(count("item")).isEqualTo(6);
    }

    @Test
    void what_ends_while_a_body_comes_in_makes_room_for_the_rest_of_it() throws IOException {
        NarrowTenant.submit(8);
        String half = NarrowTenant.lines(2);
        try (Socket slow = NarrowTenant.announce(2 * half.length())) {
            NarrowTenant.send(slow, half);
            beingCopied(1);
            record(worker.finished(begun()));

            NarrowTenant.send(slow, half);

            assertThat(NarrowTenant.answer(slow)).startsWith("HTTP/1.1 202");
        }
    }

    @Test
    void the_time_to_wait_follows_the_rate_of_what_runs() {
        NarrowTenant.submit(10);
        ShardWork work = begun();
        clock.advance(Duration.ofSeconds(10));
        record(worker.finished(work, 0, 1, 2, 3));

        int seconds = Integer.parseInt(
                NarrowTenant.submission(9).statusCode(429).extract().header("Retry-After"));

        // Four items in ten seconds, and the fifth line is one too many.
        assertThat(seconds).isEqualTo(3);
    }

    @Test
    void the_same_request_again_gives_its_job_at_the_limit_too() {
        String job =
                NarrowTenant.submission(10, "once").statusCode(202).extract().path("id");

        NarrowTenant.submission(10, "once").statusCode(202).body("id", equalTo(job));
        NarrowTenant.submission(10, "another").statusCode(429);
    }

    @Test
    void items_that_would_be_tried_again_count_too() {
        UUID job = NarrowTenant.submit(6);
        ShardWork work = begun();
        record(new ItemsFinished(
                work.shard(),
                work.job(),
                worker.incarnation(),
                work.items().stream()
                        .<ItemResult>map(item -> new ItemFailure(item.position(), ErrorCode.TIME_LIMIT, "too long"))
                        .toList()));
        UUID next = NarrowTenant.submit(8);

        retry(job).statusCode(429).body("code", equalTo("too_many_queued_items"));
        assertThat(count("job where id = ? and state = 'done' and epoch = 1 and open_items = 0", job))
                .isOne();

        NarrowTenant.api().post("/api/v1/extractions/" + next + "/cancel");
        retry(job).statusCode(200).body("open", equalTo(6));
    }

    @Test
    void what_is_queued_is_found_by_an_index_and_no_item_is_looked_at() {
        List<String> plan = database.inTransaction(sql -> {
            sql.update("set local enable_seqscan = off");
            return sql.query(
                    "explain select sum(open_items) from job where tenant = 'narrow'"
                            + " and state in ('queued', 'running', 'paused', 'expiring')",
                    row -> row.text("QUERY PLAN"));
        });

        assertThat(plan).anyMatch(line -> line.contains("job_unfinished")).noneMatch(line -> line.contains("item "));
    }

    private static ValidatableResponse retry(UUID job) {
        return NarrowTenant.api().post("/api/v1/extractions/" + job + "/retry").then();
    }

    private void beingCopied(int submissions) {
        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> assertThat(
                        count("pg_stat_activity where query like 'copy item%' and state = 'active'"))
                .isEqualTo(submissions));
    }

    private ShardWork begun() {
        dispatch();
        ShardWork work = worker.takeOne();
        worker.claim(work.shard());
        return work;
    }
}
