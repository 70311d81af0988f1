package dev.winnow.coordinator.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

import dev.winnow.common.training.Portion;
import dev.winnow.common.training.TrainingTask;
import dev.winnow.common.training.TrainingTask.Input;
import dev.winnow.coordinator.adapter.SmallAdapter;
import dev.winnow.coordinator.harness.CoordinatorTest;
import dev.winnow.coordinator.harness.Stops;
import dev.winnow.coordinator.racepoint.RacePoint;
import io.quarkus.test.junit.QuarkusTest;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@QuarkusTest
class RoundsTest extends RoundsHarness {
    @Test
    void parts_are_averaged_round_by_round_and_the_last_average_is_the_adapter() {
        UUID id = train("");
        show(id).body("state", equalTo("queued")).body("rounds.nodes", equalTo(2));
        rounds.runOnce();
        show(id).body("state", equalTo("running"))
                .body("rounds.round", equalTo(1))
                .body("rounds.rounds", equalTo(2))
                .body("rounds.on_lost_part", equalTo("redo"))
                .body("rounds.pieces.part", equalTo(List.of(1, 2)))
                .body("rounds.pieces.state", equalTo(List.of("queued", "queued")));

        List<Piece> parts = claimed(2);
        assertThat(parts.get(0).task()).isEqualTo(new TrainingTask.Part(new Portion(2, 2, 0, 0), null));
        assertThat(parts.get(1).task()).isEqualTo(new TrainingTask.Part(new Portion(2, 2, 0, 1), null));
        assertThat(report(parts.get(0), 1, 1, 4.0)).isTrue();
        assertThat(report(parts.get(1), 2, 2, 2.0)).isTrue();
        show(id).body("progress.step", equalTo(3))
                .body("progress.loss", equalTo(3f))
                .body("rounds.pieces.worker", equalTo(List.of("first", "second")));
        bring(parts.get(1), new SmallAdapter(2), "tokens=30").statusCode(200);
        rounds.runOnce();
        assertThat(waiting()).as("an average before all parts are here").isEmpty();
        bring(parts.get(0), new SmallAdapter(1), "tokens=10").statusCode(200);
        bring(parts.get(0), new SmallAdapter(1), "tokens=10").statusCode(200);

        rounds.runOnce();
        Piece average = claimed(1).get(0);
        List<Input> inputs = ((TrainingTask.Average) average.task()).inputs();
        assertThat(inputs)
                .extracting(Input::hash, Input::tokens)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(new SmallAdapter(1).hash(), 10L),
                        org.assertj.core.groups.Tuple.tuple(new SmallAdapter(2).hash(), 30L));
        assertThat(fetched(average, inputs.get(1))).isEqualTo(new SmallAdapter(2).zip());
        bring(average, new SmallAdapter(3), "residual=0.25").statusCode(200);
        rounds.runOnce();
        show(id).body("rounds.round", equalTo(2)).body("rounds.residuals", equalTo(List.of(0.25f)));

        List<Piece> next = claimed(2);
        assertThat(next).extracting(Piece::task).allSatisfy(task -> assertThat(((TrainingTask.Part) task).from())
                .extracting(Input::hash)
                .isEqualTo(new SmallAdapter(3).hash()));
        assertThat(count("training_chunk"))
                .as("only what the round begins with")
                .isEqualTo(1);
        next.forEach(part -> bring(part, new SmallAdapter(4), "tokens=5").statusCode(200));
        rounds.runOnce();
        bring(claimed(1).get(0), new SmallAdapter(5), "residual=0.125").statusCode(200);
        rounds.runOnce();

        show(id).body("state", equalTo("done")).body("adapter", equalTo("champion@1"));
        api().get("/api/v1/adapters/champion")
                .then()
                .body("hash", equalTo(new SmallAdapter(5).hash()))
                .body("card.training.nodes.nodes", equalTo(2))
                .body("card.training.nodes.rounds", equalTo(2))
                .body("card.training.nodes.residuals", equalTo(List.of(0.25f, 0.125f)))
                .body("card.training.losses.step", equalTo(List.of(1, 2)));
        assertThat(count("training_chunk")).isZero();
        api().get("/api/v1/trainings").then().body("trainings", hasSize(1));
        api().get("/api/v1/trainings/{id}", next.get(0).attempt().training())
                .then()
                .statusCode(404);
    }

    @Test
    void coordinators_that_move_a_round_at_once_move_it_once() {
        UUID id = train("");
        List<Piece> parts = new ArrayList<>();
        for (int round = 0; round < 2; round++) {
            atOnce();
            List<Piece> claimed = claimed(2);
            assertThat(waiting()).isEmpty();
            parts.addAll(claimed);
            claimed.forEach(part -> bring(part, new SmallAdapter(1), "tokens=1").statusCode(200));
            atOnce();
            Piece average = claimed(1).get(0);
            assertThat(waiting()).isEmpty();
            bring(average, new SmallAdapter(2), "residual=0").statusCode(200);
        }
        atOnce();
        show(id).body("state", equalTo("done"));
        assertThat(count("adapter")).isEqualTo(1);
        assertThat(parts).hasSize(4);
    }

    @ParameterizedTest
    @EnumSource(names = {"PIECE_STORED", "PIECE_COMMITTED", "ROUND_MOVED", "ROUND_COMMITTED"})
    void coordinator_that_dies_at_every_step_does_each_once(RacePoint point) {
        UUID id = train("");
        for (int round = 0; round < 2; round++) {
            moveInSpiteOf(point);
            claimed(2).forEach(part -> bringInSpiteOf(point, part, new SmallAdapter(1), "tokens=1"));
            moveInSpiteOf(point);
            bringInSpiteOf(point, claimed(1).get(0), new SmallAdapter(2), "residual=0");
        }
        moveInSpiteOf(point);
        show(id).body("state", equalTo("done")).body("adapter", equalTo("champion@1"));
        assertThat(count("training where parent is not null")).isEqualTo(6);
        assertThat(count("training_chunk")).isZero();
    }

    @Test
    void cancel_stops_all_pieces_and_resume_goes_on_where_they_were() {
        UUID id = train("");
        rounds.runOnce();
        List<Piece> parts = claimed(2);
        bring(parts.get(0), new SmallAdapter(1), "tokens=1").statusCode(200);
        api().post("/api/v1/trainings/{id}/cancel", id).then().statusCode(200).body("state", equalTo("cancelled"));
        rounds.runOnce();
        assertThat(report(parts.get(1), 2, 1, 1.0)).isFalse();
        show(id).body("rounds.pieces.state", equalTo(List.of("brought", "cancelled")));

        api().post("/api/v1/trainings/{id}/resume", id).then().statusCode(200);
        rounds.runOnce();
        show(id).body("state", equalTo("running")).body("rounds.pieces.state", equalTo(List.of("brought", "queued")));
        api().post("/api/v1/trainings/{id}/cancel", id).then().statusCode(200);
        rounds.runOnce();
        api().delete("/api/v1/trainings/{id}", id).then().statusCode(204);
        assertThat(count("training")).isZero();
    }

    @Test
    void inputs_of_another_training_are_not_given_out() {
        train("");
        rounds.runOnce();
        Piece part = claimed(2).get(0);
        internal()
                .get(
                        "/internal/v1/workers/{w}/trainings/{t}/inputs/{p}?attempt=1",
                        part.by().incarnation(),
                        part.attempt().training(),
                        UUID.randomUUID())
                .then()
                .statusCode(404)
                .body("code", equalTo("no_such_piece"));
    }

    private void moveInSpiteOf(RacePoint point) {
        // Twice: before what is to be moved now, and before what follows from it.
        for (int death = 0; death < 2; death++) {
            stops.dieAt(point);
            try {
                rounds.runOnce();
            } catch (Stops.Died expected) {
                assertThat(expected).hasMessageContaining(point.name());
            }
        }
        stops.none();
        rounds.runOnce();
    }

    private void bringInSpiteOf(RacePoint point, Piece piece, SmallAdapter adapter, String outcome) {
        stops.dieAt(point);
        bring(piece, adapter, outcome);
        stops.none();
        bring(piece, adapter, outcome).statusCode(200).body("adapter", equalTo(adapter.hash()));
    }

    private void atOnce() {
        var others =
                IntStream.range(0, 3).mapToObj(i -> meanwhile(rounds::runOnce)).toList();
        others.forEach(CoordinatorTest::join);
        // Whoever found it locked comes by again.
        rounds.runOnce();
    }
}
