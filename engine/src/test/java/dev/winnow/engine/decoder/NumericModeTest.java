package dev.winnow.engine.decoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.winnow.engine.torch.Torch;
import dev.winnow.engine.torch.TorchModule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class NumericModeTest {
    @Test
    void wire_names_are_those_of_the_glossary() {
        assertThat(NumericMode.values())
                .extracting(NumericMode::wireName)
                .containsExactly("f32", "f16", "int8", "int8w7", "int8x2", "bf16", "int4", "nf4");
        assertThat(NumericMode.fromWireName("int8")).isEqualTo(NumericMode.INT8);
    }

    @Test
    void weights_of_7_bits_are_packed_as_those_of_8_but_for_their_levels() {
        assertThat(DecoderLoading.source(NumericMode.INT8, Device.CPU)).contains("-127, 127)");
        assertThat(DecoderLoading.source(NumericMode.INT8W7, Device.CPU))
                .contains("-63, 63)")
                .doesNotContain("LEVELS");
    }

    @ParameterizedTest
    @EnumSource(Device.class)
    void text_of_every_mode_compiles_for_the_devices_that_it_runs_on(Device device) {
        Torch.prepareThread();
        for (NumericMode mode : NumericMode.values()) {
            if (mode.runsOn(device)) {
                String text = DecoderLoading.source(mode, device);
                assertThat(text).doesNotContainPattern("\\b(Weight|ACTIVATION|CACHE|LEVELS|TERMS|DEVICE)\\b");
                TorchModule.compile(text).close();
            }
        }
    }

    @Test
    void mode_that_a_device_lacks_is_refused_with_those_that_it_has() {
        assertThatThrownBy(() -> NumericMode.INT4.on(Device.CPU))
                .isInstanceOf(ModeRefusedException.class)
                .hasMessage(
                        "quantization int4 cannot be used on cpu. Use one of f32, f16, int8, int8w7, int8x2, bf16, nf4,"
                                + " or device cuda");
        assertThatThrownBy(() -> NumericMode.F16.on(Device.CUDA)).hasMessageContaining("f32, int8, bf16, int4, nf4");
    }

    @Test
    void unknown_name_is_refused_with_those_that_are_known() {
        assertThatThrownBy(() -> NumericMode.fromWireName("q4"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("f32, f16, int8, int8w7, int8x2, bf16, int4, nf4")
                .hasMessageContaining("'q4'");
    }
}
