package dev.winnow.benchmarks.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.winnow.engine.training.BaseForm;
import dev.winnow.engine.training.Products;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LearnerTest {
    @ParameterizedTest
    @ValueSource(strings = {"winnow-f32-f32", "winnow-nf4-bf16", "peft-usual-f32", "peft-tuned-bf16", "peft-full-f32"})
    void a_name_is_what_was_read(String name) {
        assertThat(Learner.parse(name).name()).isEqualTo(name);
    }

    @Test
    void a_name_says_who_learns_and_how() {
        assertThat(Learner.parse("winnow-int8-f32")).isEqualTo(new Learner.Winnow(BaseForm.INT8, Products.F32));
        assertThat(Learner.parse("peft-usual-bf16")).isEqualTo(new Learner.Peft(Learner.Way.USUAL, Products.BF16));
    }

    @Test
    void full_fine_tuning_writes_no_adapter() {
        assertThat(Learner.parse("peft-full-f32").writesAdapter()).isFalse();
        assertThat(Learner.parse("peft-tuned-f32").writesAdapter()).isTrue();
        assertThat(Learner.parse("winnow-nf4-f32").writesAdapter()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "winnow; a run is winnow-BASE-PRODUCTS or peft-WAY-PRODUCTS, was 'winnow'",
                "unsloth-f32-f32; a run is winnow-BASE-PRODUCTS or peft-WAY-PRODUCTS, was 'unsloth-f32-f32'",
                "winnow-f32-f32-f32; a run is winnow-BASE-PRODUCTS",
                "winnow-int4-f32; base must be one of f32, bf16, int8, nf4, was 'int4'",
                "winnow-f32-f16; products must be one of f32, bf16, was 'f16'",
                "peft-fast-f32; PEFT's way must be one of usual, tuned, full, was 'fast'"
            })
    void what_is_no_learner_is_refused_with_what_there_is(String name, String message) {
        assertThatThrownBy(() -> Learner.parse(name))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }
}
