package dev.winnow.coordinator.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

import dev.winnow.common.training.TrainingTask;
import dev.winnow.common.training.TrainingTask.Input;
import dev.winnow.coordinator.adapter.SmallAdapter;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

@QuarkusTest
class LostPiecesTest extends RoundsHarness {
    @Test
    void lost_part_is_done_again_by_another_worker() {
        UUID id = train("");
        rounds.runOnce();
        claimed(2);
        worker.restart();
        trainingReaper.runOnce();
        rounds.runOnce();
        show(id).body("rounds.pieces.state", equalTo(List.of("queued", "running")))
                .body("rounds.pieces.attempt", equalTo(List.of(2, 1)))
                .body("rounds.refusals", hasSize(0));
    }

    @Test
    void round_whose_parts_are_all_lost_again_and_again_fails_though_they_may_be_left_out() {
        UUID id = train(", \"on_lost_part\": \"leave_out\"");
        rounds.runOnce();
        for (int loss = 0; loss < 6; loss++) {
            claimed(2);
            worker.restart();
            second.restart();
            trainingReaper.runOnce();
            show(id).body("state", equalTo("running"));
            rounds.runOnce();
        }
        rounds.runOnce();
        show(id).body("state", equalTo("failed")).body("error.code", equalTo("all_parts_lost"));
    }

    @Test
    void lost_part_is_left_out_where_that_is_the_rule_but_not_the_last_one() {
        UUID id = train(", \"on_lost_part\": \"leave_out\"");
        rounds.runOnce();
        List<Piece> parts = claimed(2);
        worker.restart();
        trainingReaper.runOnce();
        show(id).body("rounds.pieces.state", equalTo(List.of("left_out", "running")));
        assertThat(report(parts.get(0), 1, 1, 1.0))
                .as("it is not wanted any more")
                .isFalse();
        second.restart();
        trainingReaper.runOnce();
        rounds.runOnce();
        show(id).body("rounds.pieces.state", equalTo(List.of("queued", "queued")));

        parts = claimed(2);
        worker.restart();
        trainingReaper.runOnce();
        bring(parts.get(1), new SmallAdapter(1), "tokens=7").statusCode(200);
        rounds.runOnce();
        TrainingTask.Average average = (TrainingTask.Average) claimed(1).get(0).task();
        assertThat(average.inputs()).extracting(Input::tokens).containsExactly(7L);
    }

    @Test
    void part_that_another_coordinator_has_stopped_goes_on_when_its_training_does() {
        UUID id = train("");
        rounds.runOnce();
        claimed(2);
        database.inTransaction(
                sql -> sql.update("update training set state = 'cancelled' where parent = ? and part = 1", id));
        rounds.runOnce();
        show(id).body("rounds.pieces.state", equalTo(List.of("running", "queued")))
                .body("rounds.pieces.attempt", equalTo(List.of(1, 2)));
    }
}
