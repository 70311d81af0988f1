package dev.winnow.worker.life;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.winnow.engine.decoder.DecoderSettings;
import dev.winnow.engine.decoder.Device;
import dev.winnow.engine.decoder.MemoryBudget;
import dev.winnow.engine.decoder.NumericMode;
import dev.winnow.engine.model.DecoderShape;
import dev.winnow.engine.model.Rotary;
import dev.winnow.engine.torch.Torch;
import java.io.IOException;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class SlotsAndLanesTest {
    private static final DecoderShape SMALL =
            new DecoderShape(2, 48, 6, 2, 8, 80, 150, Rotary.plain(10_000), 1e-5, 512, true, false, false);
    private static final OptionalInt UNSET = OptionalInt.empty();

    @Test
    void each_lane_has_24_slots_if_nothing_is_set() throws IOException {
        DecoderSettings settings = settings(UNSET, UNSET, Device.CPU);
        assertThat(settings.lanes()).isEqualTo(Math.min(4, Torch.threads()));
        assertThat(settings.mostRows()).isEqualTo(24 * settings.lanes());
        assertThat(settings(UNSET, OptionalInt.of(3), Device.CPU).mostRows()).isEqualTo(72);
    }

    @Test
    void lanes_that_do_not_fit_the_memory_take_no_slots() throws IOException {
        DecoderSettings settings = new SlotsAndLanes(UNSET, UNSET)
                .settings(Device.CPU, 0, SMALL, NumericMode.F32, MemoryBudget.ofMebibytes(1));
        assertThat(settings.lanes()).isEqualTo(1);
        assertThat(settings.mostRows()).isEqualTo(24);
    }

    @Test
    void what_is_set_stays_as_it_is() throws IOException {
        assertThat(settings(OptionalInt.of(1), UNSET, Device.CPU).mostRows()).isEqualTo(1);
        assertThat(settings(OptionalInt.of(10), OptionalInt.of(2), Device.CPU).mostRows())
                .isEqualTo(10);
    }

    @Test
    void card_has_one_lane_and_64_slots() throws IOException {
        DecoderSettings settings = settings(UNSET, UNSET, Device.CUDA);
        assertThat(settings.lanes()).isEqualTo(1);
        assertThat(settings.mostRows()).isEqualTo(64);
    }

    @Test
    void what_is_out_of_range_is_named() {
        assertThatThrownBy(() -> settings(OptionalInt.of(0), UNSET, Device.CPU))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("WINNOW_SLOTS must be from 1 to 960 here, was 0");
        assertThatThrownBy(() -> settings(OptionalInt.of(2), OptionalInt.of(3), Device.CPU))
                .hasMessageContaining("WINNOW_LANES must be from 1 to 2 here, was 3");
        assertThatThrownBy(() -> settings(UNSET, OptionalInt.of(2), Device.CUDA))
                .hasMessageContaining("WINNOW_LANES must be from 1 to 1 here, was 2");
    }

    private static DecoderSettings settings(OptionalInt slots, OptionalInt lanes, Device device) throws IOException {
        return new SlotsAndLanes(slots, lanes)
                .settings(device, 0, SMALL, NumericMode.F32, MemoryBudget.ofMebibytes(2048));
    }
}
