package dev.winnow.engine.decoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class NumericModeTest {
    @Test
    void wire_names_are_those_of_the_glossary() {
        assertThat(NumericMode.values())
                .extracting(NumericMode::wireName)
                .containsExactly("f32", "f16", "int8", "int8w7");
        assertThat(NumericMode.fromWireName("int8")).isEqualTo(NumericMode.INT8);
    }

    @Test
    void weights_of_7_bits_are_packed_as_those_of_8_but_for_their_levels() {
        assertThat(Decoder.source(NumericMode.INT8)).contains("-127, 127)");
        assertThat(Decoder.source(NumericMode.INT8W7)).contains("-63, 63)").doesNotContain("LEVELS");
    }

    @Test
    void unknown_name_is_refused_with_those_that_are_known() {
        assertThatThrownBy(() -> NumericMode.fromWireName("q4"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("f32, f16, int8, int8w7")
                .hasMessageContaining("'q4'");
    }
}
