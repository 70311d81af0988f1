package dev.winnow.engine.decoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.winnow.engine.torch.Torch;
import dev.winnow.engine.torch.TorchModule;
import dev.winnow.engine.torch.TorchValue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LogitsTest {
    private static final int VOCABULARY = 5;

    private TorchModule module;
    private Logits logits;

    @BeforeEach
    void score() {
        Torch.prepareThread();
        module = TorchModule.compile(DecoderLoading.source(NumericMode.F32, Device.CPU));
        float[] scores = {
            -3, -1, -2, -7, -9, //
            0, 4, 2, 4, 4, //
            1, Float.NaN, 8, 0, 0,
        };
        logits = Logits.of(module, TorchValue.copyOf(scores, 3, VOCABULARY), 3, new float[VOCABULARY]);
    }

    @AfterEach
    void close() {
        logits.close();
        module.close();
    }

    @Test
    void best_is_the_lowest_token_with_the_highest_score() {
        assertThat(logits.best(0)).isEqualTo(1);
        assertThat(logits.highest(0)).isEqualTo(-1);
        assertThat(logits.best(1)).isEqualTo(1);
        assertThat(logits.highest(1)).isEqualTo(4);
    }

    @Test
    void a_score_that_is_no_number_is_not_passed_over() {
        assertThat(logits.highest(2)).isNaN();
    }

    @Test
    void rows_are_brought_over_in_any_order() {
        assertThat(logits.row(1)).containsExactly(0, 4, 2, 4, 4);
        assertThat(logits.get(0, 3)).isEqualTo(-7);
        assertThat(logits.get(1, 2)).isEqualTo(2);
        assertThatThrownBy(() -> logits.get(3, 0)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void weights_are_exponentials_above_an_origin() {
        assertThat(logits.weights(0, -2, 0.5)).satisfies(weights -> {
            assertThat(weights[1]).isCloseTo((float) Math.exp(2), within(1e-5f));
            assertThat(weights[2]).isEqualTo(1);
            assertThat(weights[4]).isCloseTo((float) Math.exp(-14), within(1e-9f));
        });
        assertThat(logits.weights(2, 8, 1)[1]).isNaN();
        assertThatThrownBy(() -> logits.weights(3, 0, 1)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void scores_that_were_given_up_cannot_be_read() {
        logits.close();
        assertThatThrownBy(() -> logits.row(1)).hasMessageContaining("closed");
    }
}
