package dev.winnow.coordinator.openai.batch;

import static dev.winnow.coordinator.openai.batch.BatchTestLines.line;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.equalTo;

import dev.winnow.coordinator.harness.Stop;
import dev.winnow.coordinator.harness.Stops.Died;
import dev.winnow.coordinator.racepoint.RacePoint;
import io.quarkus.test.junit.QuarkusTest;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

@QuarkusTest
class BatchRaceTest extends BatchTest {
    @Test
    void a_coordinator_that_dies_after_a_job_was_submitted_leaves_it_to_be_found() {
        String id = create(line("a", "one"), line("b", "two", body -> body.put("max_tokens", 32)));
        stops.dieAt(RacePoint.JOB_COMMITTED);
        assertThatThrownBy(rounds::runOnce).isInstanceOf(Died.class);
        assertThat(count("job")).isOne();
        batch(id).body("status", equalTo("validating"));

        rounds.runOnce();

        batch(id).body("status", equalTo("in_progress"));
        assertThat(count("job")).isEqualTo(2);
        assertThat(count("item")).isEqualTo(2);
        work();
        rounds.runOnce();
        batch(id).body("status", equalTo("completed")).body("request_counts.completed", equalTo(2));
    }

    @Test
    void a_coordinator_that_dies_within_a_submission_leaves_nothing_of_it() {
        String id = create(line("a", "one"));
        stops.dieAt(RacePoint.ITEMS_COPIED);
        assertThatThrownBy(rounds::runOnce).isInstanceOf(Died.class);

        rounds.runOnce();

        batch(id).body("status", equalTo("in_progress"));
        assertThat(count("job")).isOne();
    }

    @Test
    void a_job_that_was_submitted_and_not_noted_is_cancelled_with_its_batch() {
        String id = create(line("a", "one"));
        stops.dieAt(RacePoint.JOB_COMMITTED);
        assertThatThrownBy(rounds::runOnce).isInstanceOf(Died.class);

        api().post("/v1/batches/" + id + "/cancel").then().statusCode(200);
        rounds.runOnce();

        batch(id).body("status", equalTo("cancelled"));
        assertThat(count("job where state = 'cancelled'")).isOne();
    }

    @Test
    void of_two_coordinators_one_moves_a_batch() {
        String id = create(line("a", "one"));
        Stop submitting = stops.at(RacePoint.ITEMS_COPIED);
        CompletableFuture<Void> other = meanwhile(rounds::runOnce);
        submitting.awaitArrival();

        rounds.runOnce();

        batch(id).body("status", equalTo("validating"));
        submitting.close();
        join(other);
        batch(id).body("status", equalTo("in_progress"));
        assertThat(count("job")).isOne();
    }

    @Test
    void a_batch_that_is_cancelled_while_it_is_submitted_ends_cancelled() {
        String id = create(line("a", "one"));
        Stop submitting = stops.at(RacePoint.ITEMS_COPIED);
        CompletableFuture<Void> other = meanwhile(rounds::runOnce);
        submitting.awaitArrival();
        api().post("/v1/batches/" + id + "/cancel").then().statusCode(200).body("status", equalTo("cancelling"));
        submitting.close();
        join(other);

        rounds.runOnce();

        batch(id).body("status", equalTo("cancelled"));
        assertThat(count("job where state = 'cancelled'")).isOne();
        assertThat(errors(id)).hasSize(1);
    }
}
