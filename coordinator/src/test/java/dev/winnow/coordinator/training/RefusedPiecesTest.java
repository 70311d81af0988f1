package dev.winnow.coordinator.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;

import dev.winnow.common.training.TrainingClaimReply;
import dev.winnow.common.training.TrainingClaimReply.Granted;
import dev.winnow.common.training.TrainingEnd;
import dev.winnow.common.training.TrainingTask;
import dev.winnow.common.work.TrainingAttempt;
import dev.winnow.coordinator.adapter.SmallAdapter;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

@QuarkusTest
class RefusedPiecesTest extends RoundsHarness {
    @Test
    void part_with_something_that_is_no_number_is_done_by_another_node_and_the_node_is_told() {
        UUID id = train("");
        rounds.runOnce();
        List<Piece> parts = claimed(2);
        bring(parts.get(0), new SmallAdapter(Float.NaN), "tokens=1")
                .statusCode(422)
                .body("code", equalTo("piece_refused"))
                .body("detail", containsString("no number"));
        show(id).body("state", equalTo("running"))
                .body("rounds.pieces[0].state", equalTo("queued"))
                .body("rounds.pieces[0].attempt", equalTo(2))
                .body("rounds.refusals", hasSize(1))
                .body("rounds.refusals[0].worker", equalTo("first"))
                .body("rounds.refusals[0].round", equalTo(1))
                .body("rounds.refusals[0].part", equalTo(1))
                .body("rounds.refusals[0].code", equalTo("piece_refused"));

        TrainingAttempt again = dispatched();
        assertThat(claim(worker, again)).as("others go first").isInstanceOf(TrainingClaimReply.Refused.class);
        TrainingAttempt handedOn = dispatched();
        assertThat(handedOn).isEqualTo(again);
        assertThat(claim(second, handedOn)).isInstanceOf(Granted.class);
    }

    @Test
    void node_that_is_alone_may_try_its_part_again_after_a_while_and_three_times_in_all() {
        UUID id = train("");
        rounds.runOnce();
        Piece part = claimed(2).get(0);
        for (int tries = 1; tries <= 3; tries++) {
            bring(part, new SmallAdapter(Float.NaN), "tokens=1").statusCode(422);
            if (tries < 3) {
                clock.advance(Duration.ofSeconds(121));
                TrainingAttempt again = dispatched();
                part = new Piece(worker, again, ((Granted) claim(worker, again)).task());
            }
        }
        rounds.runOnce();
        show(id).body("state", equalTo("failed"))
                .body("error.code", equalTo("piece_refused"))
                .body("error.message", containsString("part 1 of round 1: its factors have something"))
                .body("rounds.pieces.state", equalTo(List.of("failed", "cancelled")));

        api().post("/api/v1/trainings/{id}/resume", id).then().statusCode(200);
        rounds.runOnce();
        show(id).body("state", equalTo("running"))
                .body("error", nullValue())
                .body("rounds.pieces.state", equalTo(List.of("queued", "queued")));
    }

    @Test
    void adapter_of_another_shape_is_refused_too() {
        UUID id = train(", \"dropout\": 0.1");
        rounds.runOnce();
        List<Piece> parts = claimed(2);
        post(parts.get(0).by(), "failures", new TrainingEnd(parts.get(0).attempt(), "loss_is_no_number", "step 1"))
                .statusCode(204);
        show(id).body("rounds.pieces[0].state", equalTo("queued"))
                .body("rounds.refusals[0].code", equalTo("loss_is_no_number"));
        bring(parts.get(1), new SmallAdapter(1), "").statusCode(422).body("detail", containsString("tokens"));
    }

    @Test
    void part_that_cannot_be_averaged_is_done_again_and_the_average_waits() {
        UUID id = train("");
        rounds.runOnce();
        List<Piece> parts = claimed(2);
        parts.forEach(part -> bring(part, new SmallAdapter(1), "tokens=1").statusCode(200));
        rounds.runOnce();
        Piece average = claimed(1).get(0);
        UUID culprit = parts.get(1).attempt().training();
        post(average.by(), "failures", new TrainingEnd(average.attempt(), "part_unfit", "q_proj is 2 x 9", culprit))
                .statusCode(204);

        rounds.runOnce();
        show(id).body("rounds.pieces.state", equalTo(List.of("brought", "queued")))
                .body("rounds.refusals[0].worker", equalTo("second"))
                .body("rounds.refusals[0].reason", equalTo("q_proj is 2 x 9"));
        TrainingAttempt again = dispatched();
        assertThat(again).isEqualTo(new TrainingAttempt(culprit, 2));
        Piece redone = new Piece(worker, again, ((Granted) claim(worker, again)).task());
        bring(redone, new SmallAdapter(1), "tokens=1").statusCode(200);
        rounds.runOnce();
        assertThat(claimed(1).get(0).task()).isInstanceOf(TrainingTask.Average.class);
    }
}
