package dev.winnow.engine.training;

import static dev.winnow.engine.training.TinyTraining.ROOM;
import static dev.winnow.engine.training.TinyTraining.SETTINGS;
import static dev.winnow.engine.training.TinyTraining.examples;
import static dev.winnow.engine.training.TinyTraining.trainer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.winnow.engine.decoder.TinyModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointTest {
    private static final TrainingSettings DROPPING =
            SETTINGS.with(SETTINGS.lora().withDropout(0.1));

    @TempDir
    private Path folder;

    @Test
    void resumed_training_has_the_very_losses_of_an_undisturbed_one() throws IOException {
        List<TrainingStep> undisturbed;
        try (Trainer trainer = trainer(TinyModel.LLAMA, DROPPING, ROOM)) {
            undisturbed = rest(trainer);
        }
        try (Trainer trainer = trainer(TinyModel.LLAMA, DROPPING, ROOM)) {
            for (int step = 0; step < 4; step++) {
                trainer.step();
            }
            trainer.checkpoint(folder, "tiny");
            trainer.step(); // lost
        }

        // Elsewhere, with less memory.
        TrainingRoom room = new TrainingRoom(ROOM.memory(), StatePages.PAGE_BYTES, folder);
        try (Trainer trainer = resume(DROPPING, room)) {
            assertThat(trainer.stepsDone()).isEqualTo(4);
            List<TrainingStep> resumed = rest(trainer);
            assertThat(resumed)
                    .extracting(TrainingStep::loss, TrainingStep::gradientNorm, TrainingStep::rate)
                    .isEqualTo(undisturbed.subList(4, 9).stream()
                            .map(step ->
                                    org.assertj.core.groups.Tuple.tuple(step.loss(), step.gradientNorm(), step.rate()))
                            .toList());
        }
    }

    @Test
    void checkpoint_takes_the_place_of_the_one_before_it() throws IOException {
        assertThat(Checkpoint.lastIn(folder.resolve("none"))).isEmpty();
        try (Trainer trainer = trainer(TinyModel.LLAMA, SETTINGS, ROOM)) {
            trainer.checkpoint(folder, "tiny");
            trainer.step();
            trainer.checkpoint(folder, "tiny");
            trainer.checkpoint(folder, "tiny");
        }
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left).containsExactly(folder.resolve("step-1"));
        }
    }

    @Test
    void what_was_broken_off_while_it_was_written_is_no_checkpoint() throws IOException {
        Files.createDirectory(folder.resolve("unfinished-7"));
        try (Trainer trainer = trainer(TinyModel.LLAMA, SETTINGS, ROOM)) {
            trainer.checkpoint(folder, "tiny");
        }
        assertThat(Checkpoint.lastIn(folder).orElseThrow().stepsDone()).isZero();
    }

    @Test
    void checkpoint_of_another_training_is_refused() throws IOException {
        write();
        assertThatThrownBy(() -> resume(SETTINGS.withSeed(5), ROOM))
                .isInstanceOf(TrainingRefusedException.class)
                .hasMessageContaining("another base, other examples or other settings");
    }

    @Test
    void damaged_checkpoints_are_refused() throws IOException {
        write();
        Path moments = folder.resolve("step-1/moments.f32");
        byte[] content = Files.readAllBytes(moments);
        content[100] ^= 1;
        Files.write(moments, content);
        assertThatThrownBy(() -> resume(SETTINGS, ROOM))
                .isInstanceOf(TrainingRefusedException.class)
                .hasMessageContaining("its checksum is another one");

        Files.write(moments, new byte[77]);
        assertThatThrownBy(() -> resume(SETTINGS, ROOM))
                .isInstanceOf(TrainingRefusedException.class)
                .hasMessageContaining("moments.f32 has 77 bytes");

        Files.writeString(folder.resolve("step-1/checkpoint.json"), "{");
        assertThatThrownBy(() -> resume(SETTINGS, ROOM))
                .isInstanceOf(TrainingRefusedException.class)
                .hasMessageContaining("cannot be read");
    }

    private void write() throws IOException {
        try (Trainer trainer = trainer(TinyModel.LLAMA, SETTINGS, ROOM)) {
            trainer.step();
            trainer.checkpoint(folder, "tiny");
        }
    }

    private Trainer resume(TrainingSettings settings, TrainingRoom room) {
        return Trainer.resume(
                TinyModel.LLAMA,
                new TinyModel(TinyModel.LLAMA, 1),
                examples(10),
                settings,
                room,
                Clock.systemUTC(),
                Leg.WHOLE,
                Checkpoint.lastIn(folder).orElseThrow());
    }

    private static List<TrainingStep> rest(Trainer trainer) {
        List<TrainingStep> steps = new ArrayList<>();
        while (!trainer.finished()) {
            steps.add(trainer.step());
        }
        return steps;
    }
}
