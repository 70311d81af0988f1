package dev.winnow.engine.training;

import static dev.winnow.engine.training.TinyTraining.ROOM;
import static dev.winnow.engine.training.TinyTraining.SETTINGS;
import static dev.winnow.engine.training.TinyTraining.examples;
import static dev.winnow.engine.training.TinyTraining.trainer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.winnow.engine.decoder.MemoryBudget;
import dev.winnow.engine.decoder.TinyModel;
import dev.winnow.engine.model.DecoderShape;
import dev.winnow.engine.model.Rotary;
import dev.winnow.engine.torch.TorchValue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainerTest {
    @TempDir
    private Path folder;

    @Test
    void training_learns_its_examples() {
        try (Trainer trainer = trainer(TinyModel.LLAMA, SETTINGS.with(40, 4, 48), ROOM)) {
            double before = trainer.evaluate(examples(10));
            while (!trainer.finished()) {
                trainer.step();
            }
            assertThat(trainer.steps()).isEqualTo(120);
            assertThat(before).isGreaterThan(4);
            assertThat(trainer.evaluate(examples(10))).isLessThan(1);
        }
    }

    @Test
    void same_seed_gives_the_same_losses_and_another_one_others() {
        TrainingSettings dropping = SETTINGS.with(SETTINGS.lora().withDropout(0.1));
        List<Double> losses = losses(dropping, ROOM);
        assertThat(losses).hasSize(9).isEqualTo(losses(dropping, ROOM));
        assertThat(losses(dropping.withSeed(2), ROOM)).isNotEqualTo(losses);
    }

    @Test
    void small_memory_gives_the_losses_of_a_large_one() {
        TrainingMemory large = Trainer.memory(TinyModel.LLAMA, SETTINGS, ROOM);
        TrainingRoom small =
                TrainingRoom.of(new MemoryBudget(large.totalBytes() - large.keptLayers() * large.keptBytes()));
        assertThat(large.keptLayers()).isEqualTo(2);
        assertThat(Trainer.memory(TinyModel.LLAMA, SETTINGS, small).keptLayers())
                .isZero();
        assertThat(losses(SETTINGS, small)).isEqualTo(losses(SETTINGS, ROOM));
    }

    @Test
    void page_budget_far_below_the_state_gives_the_losses_of_none() throws IOException {
        DecoderShape shape =
                new DecoderShape(4, 96, 12, 4, 8, 160, 150, Rotary.plain(10_000), 1e-5, 512, true, false, false);
        TrainingSettings settings = SETTINGS.with(SETTINGS.lora().withRank(32));
        assertThat(new FactorLayout(shape, settings.lora()).values()).isGreaterThan(2 * StatePages.PAGE_VALUES);

        List<Double> expected = losses(shape, settings, ROOM);
        for (int pages = 1; pages <= 3; pages++) {
            TrainingRoom room = new TrainingRoom(ROOM.memory(), pages * StatePages.PAGE_BYTES, folder);
            assertThat(losses(shape, settings, room)).isEqualTo(expected);
            assertThat(Trainer.memory(shape, settings, room).stateBytes())
                    .isLessThanOrEqualTo(pages * StatePages.PAGE_BYTES);
        }
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left).isEmpty();
        }
    }

    @Test
    void training_leaves_no_value_open() {
        losses(SETTINGS.with(1, 4, 48), ROOM);
        long before = TorchValue.open();
        losses(SETTINGS.with(1, 4, 48), new TrainingRoom(ROOM.memory(), StatePages.PAGE_BYTES, folder));
        assertThat(TorchValue.open()).isEqualTo(before);
    }

    @Test
    void loss_that_is_no_number_ends_it_with_the_factors_of_before() {
        TinyModel spoilt = new TinyModel(TinyModel.LLAMA, 1).overflowingAt(7);
        List<TrainingExample> sound = List.of(new TrainingExample(new int[] {1, 2, 3, 4}, 2));
        List<TrainingExample> examples = new ArrayList<>(sound);
        examples.add(new TrainingExample(new int[] {7, 2, 3, 7}, 2));
        try (Trainer trainer =
                Trainer.start(TinyModel.LLAMA, spoilt, examples, SETTINGS.with(1, 2, 48), ROOM, Clock.systemUTC())) {
            double before = trainer.evaluate(sound);
            assertThatThrownBy(trainer::step)
                    .isInstanceOf(TrainingFailedException.class)
                    .hasMessageContaining("step 1 of 1 gave a loss of NaN")
                    .hasMessageContaining("A lower rate");
            assertThat(trainer.stepsDone()).isZero();
            assertThat(trainer.evaluate(sound)).isEqualTo(before);
        }
    }

    private static List<Double> losses(TrainingSettings settings, TrainingRoom room) {
        return losses(TinyModel.LLAMA, settings, room);
    }

    private static List<Double> losses(DecoderShape shape, TrainingSettings settings, TrainingRoom room) {
        List<Double> losses = new ArrayList<>();
        try (Trainer trainer = trainer(shape, settings, room)) {
            while (!trainer.finished()) {
                losses.add(trainer.step().loss());
            }
        }
        return losses;
    }
}
