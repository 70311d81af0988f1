package dev.winnow.engine.decoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.winnow.engine.torch.Torch;
import dev.winnow.engine.torch.TorchException;
import dev.winnow.engine.torch.TorchModule;
import dev.winnow.engine.torch.TorchValue;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class KvBandTest {
    private static final int LAYERS = 3;
    private static final int LENGTH = 4;
    private static final float BREAKS_COPYING = 1_000;

    private TorchModule module;
    private KvBand band;

    @BeforeEach
    void open() {
        Torch.prepareThread();
        // A layer that holds the great value cannot be copied: its copy has more slots than there are.
        module = TorchModule.compile(DecoderLoading.source(NumericMode.F32, Device.CPU)
                .replace(
                        "torch.narrow(target, 0, 0, slots)",
                        "torch.narrow(target, 0, 0, slots + 99 * int(torch.amax(source) / 1000.))"));
        band = new KvBand(module, LAYERS, 1, 2, LENGTH);
    }

    @AfterEach
    void close() {
        band.close();
        module.close();
    }

    @Test
    void slots_are_zero_when_taken_whatever_their_last_row_left() {
        band.resize(2);
        KvSlot first = band.take(null);
        KvSlot second = band.take(null);
        fill(0, first.index(), Float.NaN);
        fill(2, second.index(), Float.POSITIVE_INFINITY);
        band.release(first);
        band.release(second);

        assertThat(band.take(null).index()).isZero();
        assertThat(slot(values(0), 0)).containsOnly(0);
        assertThat(band.take(null).index()).isEqualTo(1);
        assertThat(values(2)).containsOnly(0);
    }

    @Test
    void holes_are_taken_first_and_closed_by_the_last_slots() {
        band.resize(5);
        List<KvSlot> slots =
                List.of(band.take(null), band.take(null), band.take(null), band.take(null), band.take(null));
        fill(0, 3, 33);
        fill(1, 4, 44);
        fill(1, 1, Float.NaN);
        band.release(slots.get(1));
        band.release(slots.get(0));
        band.release(slots.get(2));
        assertThat(band.used()).isEqualTo(2);

        KvSlot taken = band.take(null);
        assertThat(taken.index()).isZero();
        band.compact();

        assertThat(slots.get(4).index()).isEqualTo(1);
        assertThat(slots.get(3).index()).isEqualTo(2);
        assertThat(slot(values(0), 0)).containsOnly(0);
        assertThat(slot(values(0), 2)).containsOnly(33);
        assertThat(slot(values(1), 1)).containsOnly(44);
        assertThat(slot(values(1), 2)).containsOnly(0);
    }

    @Test
    void a_slot_that_was_given_back_cannot_be_given_back_again() {
        band.resize(2);
        KvSlot slot = band.take(null);
        band.release(slot);
        assertThatThrownBy(() -> band.release(slot)).hasMessageContaining("not in use");
        KvSlot next = band.take(null);
        assertThatThrownBy(() -> band.release(slot)).hasMessageContaining("not in use");
        assertThat(next.index()).isZero();
        assertThat(band.used()).isEqualTo(1);
    }

    @Test
    void a_shrink_that_fails_half_way_offers_no_slot_that_some_layer_lacks() {
        band.resize(3);
        KvSlot slot = band.take(null);
        fill(1, slot.index(), BREAKS_COPYING);
        long before = TorchValue.open();

        assertThatThrownBy(() -> band.resize(2)).isInstanceOf(TorchException.class);

        assertThat(TorchValue.open()).isEqualTo(before);
        assertThat(band.capacity()).isEqualTo(2);
        assertThat(band.allocatedTokens()).isEqualTo(3 * LENGTH);
        band.take(null);
        assertThatThrownBy(() -> band.take(null)).hasMessageContaining("no free slot among 2");

        fill(1, slot.index(), 7);
        band.shrink();
        assertThat(band.allocatedTokens()).isEqualTo(2 * LENGTH);
        assertThat(slot(values(1), slot.index())).containsOnly(7);
    }

    @Test
    void a_growth_that_fails_half_way_is_paid_for_and_offers_nothing_new() {
        band.resize(1);
        KvSlot slot = band.take(null);
        fill(1, slot.index(), BREAKS_COPYING);
        long before = TorchValue.open();

        assertThatThrownBy(() -> band.resize(4)).isInstanceOf(TorchException.class);

        assertThat(TorchValue.open()).isEqualTo(before);
        assertThat(band.capacity()).isEqualTo(1);
        assertThat(band.allocatedTokens()).isEqualTo(4 * LENGTH);

        fill(1, slot.index(), 7);
        band.shrink();
        assertThat(band.allocatedTokens()).isEqualTo(LENGTH);
        assertThat(slot(values(1), slot.index())).containsOnly(7);
    }

    /** Fills a slot's keys in one layer. */
    private void fill(int layer, int slot, float value) {
        int size = 2 * LENGTH;
        ByteBuffer memory = ByteBuffer.allocateDirect(size * Float.BYTES).order(ByteOrder.nativeOrder());
        for (int i = 0; i < size; i++) {
            memory.putFloat(i * Float.BYTES, value);
        }
        try (TorchValue source = TorchValue.floats(memory, 1, 1, LENGTH, 2)) {
            module.call("fill_rows")
                    .with(band.keys().get(layer))
                    .with(slot)
                    .with(source)
                    .run()
                    .close();
        }
    }

    /** All slots' keys in one layer. */
    private float[] values(int layer) {
        TorchValue keys = band.keys().get(layer);
        float[] values = new float[Math.toIntExact(keys.shape()[0]) * 2 * LENGTH];
        keys.copyTo(values);
        return values;
    }

    private static float[] slot(float[] values, int slot) {
        return Arrays.copyOfRange(values, slot * 2 * LENGTH, (slot + 1) * 2 * LENGTH);
    }
}
