package dev.winnow.engine.training;

import static dev.winnow.engine.training.TinyTraining.ROOM;
import static dev.winnow.engine.training.TinyTraining.SETTINGS;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.winnow.engine.decoder.MemoryBudget;
import dev.winnow.engine.decoder.TinyModel;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.Test;

class RefusalsTest {
    private static final TrainingExample SOUND = new TrainingExample(new int[] {1, 2, 3, 4}, 2);

    @Test
    void rank_above_a_layers_size_is_refused_with_the_layer() {
        assertRefused(
                SETTINGS.with(SETTINGS.lora().withRank(17)),
                "rank is 17, but model.layers.0.self_attn.k_proj takes 48 inputs to 16 outputs: take a rank of at most 16");
    }

    @Test
    void unknown_module_is_refused_with_those_that_there_are() {
        assertThatThrownBy(() -> TargetModule.fromWireName("qkv"))
                .hasMessage(
                        "targetModules must be some of q_proj, k_proj, v_proj, o_proj, gate_proj, up_proj, down_proj,"
                                + " was 'qkv'");
    }

    @Test
    void pack_above_the_context_is_refused() {
        assertRefused(
                SETTINGS.with(1, 4, 513), "packTokens is 513, but the model was made for sequences of at most 512");
    }

    @Test
    void sizes_that_nf4_cannot_divide_are_refused() {
        assertRefused(
                SETTINGS.with(BaseForm.NF4, Products.F32),
                "base nf4 needs inputs in multiples of 64",
                "take base int8");
    }

    @Test
    void examples_that_do_not_fit_are_refused_by_number() {
        assertRefused(
                List.of(SOUND, new TrainingExample(new int[49], 40)),
                "example 1 has 49 tokens, but packTokens is 48: raise packTokens, or leave the example out");
        assertRefused(
                List.of(SOUND, SOUND, new TrainingExample(new int[] {1, 150}, 1)),
                "example 2 has the token 150, but the model has 150 tokens");
        assertRefused(List.of(), "there is no example");
    }

    @Test
    void memory_that_is_not_enough_is_refused_with_its_parts() {
        TrainingRoom room = TrainingRoom.of(new MemoryBudget(1 << 20));
        assertThatThrownBy(() -> Trainer.memory(TinyModel.LLAMA, SETTINGS, room))
                .isInstanceOf(TrainingRefusedException.class)
                .hasMessageContaining("for the base (f32)")
                .hasMessageContaining("the memory budget is 1 MiB: raise the budget, or take base nf4");
    }

    @Test
    void settings_out_of_their_range_are_refused_by_name() {
        assertNoSettings(
                "rank must be from 1 to 1024, was 0", () -> SETTINGS.lora().withRank(0));
        assertNoSettings("dropout must be from 0 to below 1, was 1.0", () -> SETTINGS.lora()
                .withDropout(1));
        assertNoSettings(
                "targetModules must name at least one", () -> SETTINGS.lora().withModules(java.util.Set.of()));
        assertNoSettings("rate must be above 0", () -> SETTINGS.optimizer().withRate(Double.NaN));
        assertNoSettings("epochs must be from 1 to 1000, was 0", () -> SETTINGS.with(0, 4, 48));
        assertNoSettings("stepExamples must be from 1", () -> SETTINGS.with(1, 0, 48));
        assertNoSettings("packTokens must be from 8", () -> SETTINGS.with(1, 4, 7));
        assertNoSettings("the output would begin at 3", () -> new TrainingExample(new int[] {1, 2, 3}, 3));
        assertNoSettings(
                "statePageBytes must be at least 524288", () -> new TrainingRoom(ROOM.memory(), 1, Path.of("")));
    }

    private static void assertRefused(TrainingSettings settings, String... words) {
        assertThatThrownBy(() -> Trainer.memory(TinyModel.LLAMA, settings, ROOM))
                .isInstanceOf(TrainingRefusedException.class)
                .hasMessageContainingAll(words);
    }

    private static void assertRefused(List<TrainingExample> examples, String words) {
        assertThatThrownBy(() -> Trainer.start(
                        TinyModel.LLAMA,
                        new TinyModel(TinyModel.LLAMA, 1),
                        examples,
                        SETTINGS,
                        ROOM,
                        Clock.systemUTC()))
                .isInstanceOf(TrainingRefusedException.class)
                .hasMessageContaining(words);
    }

    private static void assertNoSettings(String words, org.assertj.core.api.ThrowableAssert.ThrowingCallable made) {
        assertThatThrownBy(made).isInstanceOf(IllegalArgumentException.class).hasMessageContaining(words);
    }
}
