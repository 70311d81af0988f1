package dev.winnow.engine.training;

import static dev.winnow.engine.training.TinyTraining.ROOM;
import static dev.winnow.engine.training.TinyTraining.SETTINGS;
import static dev.winnow.engine.training.TinyTraining.examples;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.winnow.common.training.Portion;
import dev.winnow.engine.decoder.TinyModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LegTest {
    private static final TrainingSettings DROPPING =
            SETTINGS.with(SETTINGS.lora().withDropout(0.1));

    @TempDir
    private Path folder;

    @Test
    void leg_from_an_adapter_has_its_loss() throws IOException {
        double learned;
        try (Trainer first = start(SETTINGS, new Leg(new Portion(2, 3, 0, 1), null))) {
            assertThat(first.steps()).isEqualTo(3);
            while (!first.finished()) {
                first.step();
            }
            learned = first.evaluate(examples(4));
            first.writeAdapter(folder, "tiny");
        }
        try (Trainer next = start(SETTINGS, new Leg(new Portion(2, 3, 1, 0), folder))) {
            assertThat(next.evaluate(examples(4))).isEqualTo(learned);
            assertThat(next.stepsDone()).isZero();
        }
    }

    @Test
    void parts_take_the_rows_that_one_worker_would() {
        List<Integer> rows = new ArrayList<>();
        List<Integer> alone;
        try (Trainer whole = start(SETTINGS, Leg.WHOLE)) {
            alone = rows(whole);
        }
        for (int part = 0; part < 2; part++) {
            try (Trainer trainer = start(SETTINGS, new Leg(new Portion(2, 100, 0, part), null))) {
                rows.addAll(rows(trainer));
            }
        }
        assertThat(rows).containsExactlyInAnyOrderElementsOf(alone);
    }

    private static List<Integer> rows(Trainer trainer) {
        return IntStream.range(0, trainer.steps())
                .boxed()
                .flatMap(step -> trainer.examplesOf(step).stream())
                .toList();
    }

    @Test
    void leg_that_goes_on_from_its_checkpoint_comes_to_the_same_losses() throws IOException {
        Leg leg = new Leg(new Portion(2, 4, 0, 1), null);
        List<Double> undisturbed;
        try (Trainer trainer = start(DROPPING, leg)) {
            undisturbed = rest(trainer);
        }
        try (Trainer trainer = start(DROPPING, leg)) {
            trainer.step();
            trainer.checkpoint(folder, "tiny");
        }
        try (Trainer trainer = resume(DROPPING, leg)) {
            assertThat(rest(trainer)).isEqualTo(undisturbed.subList(1, 4));
        }
        assertThatThrownBy(() -> resume(DROPPING, new Leg(new Portion(2, 4, 0, 0), null)))
                .isInstanceOf(TrainingRefusedException.class);
        assertThatThrownBy(() -> resume(DROPPING, Leg.WHOLE)).isInstanceOf(TrainingRefusedException.class);
    }

    @Test
    void adapter_of_another_training_is_nothing_to_begin_with() throws IOException {
        try (Trainer first = start(SETTINGS.with(SETTINGS.lora().withRank(2)), Leg.WHOLE)) {
            first.writeAdapter(folder, "tiny");
        }
        Leg leg = new Leg(new Portion(2, 3, 1, 0), folder);
        assertThatThrownBy(() -> start(SETTINGS, leg))
                .isInstanceOf(TrainingRefusedException.class)
                .hasMessageContaining("its scale is 2.25, where alpha and rank make 1.5");
        Files.delete(folder.resolve("adapter_config.json"));
        assertThatThrownBy(() -> start(SETTINGS, leg))
                .isInstanceOf(TrainingRefusedException.class)
                .hasMessageContaining("cannot be read");
    }

    private static List<Double> rest(Trainer trainer) {
        List<Double> losses = new ArrayList<>();
        while (!trainer.finished()) {
            losses.add(trainer.step().loss());
        }
        return losses;
    }

    private static Trainer start(TrainingSettings settings, Leg leg) {
        return Trainer.start(
                TinyModel.LLAMA,
                new TinyModel(TinyModel.LLAMA, 1),
                examples(10),
                settings,
                ROOM,
                Clock.systemUTC(),
                leg);
    }

    private Trainer resume(TrainingSettings settings, Leg leg) {
        return Trainer.resume(
                TinyModel.LLAMA,
                new TinyModel(TinyModel.LLAMA, 1),
                examples(10),
                settings,
                ROOM,
                Clock.systemUTC(),
                leg,
                Checkpoint.lastIn(folder).orElseThrow());
    }
}
