package dev.winnow.engine.decoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.winnow.engine.torch.TorchUnavailableException;
import dev.winnow.engine.torch.TorchValue;
import org.junit.jupiter.api.Test;

class DeviceTest {
    @Test
    void names_are_those_of_libtorch_and_no_others() {
        assertThat(Device.values()).extracting(Device::wireName).containsExactly("cpu", "cuda");
        assertThat(Device.fromWireName("cuda")).isEqualTo(Device.CUDA);
        assertThatThrownBy(() -> Device.fromWireName("gpu")).hasMessage("device must be one of cpu, cuda, was 'gpu'");
    }

    // The libtorch of the tests is the one for CPUs, wherever they run.
    @Test
    void card_that_is_not_there_is_told_with_what_it_takes_and_nothing_stays_behind() {
        long before = TorchValue.open();
        assertThatThrownBy(() -> Decoder.load(
                        TinyModel.LLAMA,
                        new TinyModel(TinyModel.LLAMA, 1),
                        NumericMode.BF16,
                        TinyDecoder.BUDGET,
                        TinyDecoder.SMALL_CHUNKS.on(Device.CUDA)))
                .isInstanceOf(TorchUnavailableException.class)
                .hasMessageContaining("device cuda cannot be used")
                .hasMessageContaining("docs/reference/gpu.md");
        assertThat(TorchValue.open()).isEqualTo(before);
    }
}
