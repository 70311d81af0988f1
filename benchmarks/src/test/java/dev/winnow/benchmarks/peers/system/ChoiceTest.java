package dev.winnow.benchmarks.peers.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChoiceTest {
    @ParameterizedTest
    @CsvSource({
        "COUNT, 1",
        "COUNT, 24",
        "COUNT, 1024",
        "SWITCH, on",
        "WEIGHTS, Q4_K_M",
        "LOOKUP, off",
        "LOOKUP, 3:7",
        "ADAPTER, merged"
    })
    void a_value_that_nobody_tries_can_be_fixed(Form form, String value) {
        assertThat(new Choice("any", form, List.of(value)).fixed(value).values())
                .containsExactly(value);
    }

    @ParameterizedTest
    @CsvSource({
        "COUNT, 0",
        "COUNT, 1025",
        "COUNT, -1",
        "COUNT, many",
        "SWITCH, yes",
        "WEIGHTS, '../x'",
        "LOOKUP, 3",
        "LOOKUP, 3:0",
        "ADAPTER, apart"
    })
    void a_value_that_cannot_be_is_refused_with_what_can(Form form, String value) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Choice("any", form, List.of(value)))
                .withMessage("any must be %s, was '%s'", form.words(), value);
    }

    @Test
    void a_choice_without_values_is_refused() {
        assertThatIllegalArgumentException().isThrownBy(() -> Choice.of("slots", Form.COUNT));
    }
}
