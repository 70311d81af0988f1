package dev.winnow.engine.decoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.winnow.engine.model.DecoderShape;
import dev.winnow.engine.torch.TorchValue;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AdapterPoolTest {
    private static final DecoderShape SHAPE = TinyModel.LLAMA;
    private static final long EACH = Adapter.bytesOf(AdapterForm.plain(SHAPE), TinyAdapter.of(SHAPE, 4, 1));

    private final long openBefore = TorchValue.open();
    private final AdapterPool pool = new AdapterPool(AdapterForm.plain(SHAPE), 2 * EACH + EACH / 2);
    private final AtomicInteger loads = new AtomicInteger();

    @AfterEach
    void nothing_is_left_open() {
        pool.close();
        assertThat(TorchValue.open()).isEqualTo(openBefore);
    }

    @Test
    void those_who_ask_for_the_same_adapter_share_it() {
        try (AdapterPool.Lease first = lease("a").orElseThrow();
                AdapterPool.Lease second = lease("a").orElseThrow()) {
            assertThat(second.adapter()).isSameAs(first.adapter());
            assertThat(loads).hasValue(1);
            assertThat(pool.bytes()).isEqualTo(EACH);
        }
    }

    @Test
    void adapter_that_nobody_uses_is_kept_until_its_room_is_needed() {
        lease("a").orElseThrow().close();
        lease("b").orElseThrow().close();
        lease("a").orElseThrow().close();
        assertThat(loads).hasValue(2);

        lease("c").orElseThrow().close(); // in the place of b, which was used longest ago
        lease("a").orElseThrow().close();
        assertThat(loads).hasValue(3);
        assertThat(pool.bytes()).isEqualTo(2 * EACH);

        lease("b").orElseThrow().close();
        assertThat(loads).hasValue(4);
    }

    @Test
    void adapter_in_use_stays_and_whoever_needs_its_room_is_told_to_wait() {
        try (AdapterPool.Lease a = lease("a").orElseThrow()) {
            AdapterPool.Lease b = lease("b").orElseThrow();
            assertThat(lease("c")).isEmpty();
            assertThat(pool.bytes()).isEqualTo(2 * EACH);

            b.close();
            b.close(); // counts once
            lease("c").orElseThrow().close();
            assertThat(lease("a").map(again -> {
                        again.close();
                        return again.adapter();
                    }))
                    .contains(a.adapter());
        }
    }

    @Test
    void adapter_that_can_never_fit_is_refused_with_the_sum_and_its_files_are_closed() {
        TinyAdapter large = TinyAdapter.of(SHAPE, 40, 1);
        assertThatThrownBy(() -> pool.lease("large", () -> large))
                .isInstanceOf(MemoryRefusedException.class)
                .hasMessageContaining("KiB")
                .hasMessageContaining("raise it");
        assertThat(large.isClosed()).isTrue();
    }

    @Test
    void adapter_that_is_refused_takes_no_room() {
        TinyAdapter spoilt =
                TinyAdapter.of(SHAPE, 4, 1).spoilt("model.layers.1.mlp.down_proj.lora_A.weight", Float.NaN);
        assertThatThrownBy(() -> pool.lease("spoilt", () -> spoilt)).hasMessageContaining("down_proj");
        assertThat(pool.bytes()).isZero();
        assertThat(spoilt.isClosed()).isTrue();
    }

    @Test
    void adapter_in_use_outlives_the_pool_until_it_is_given_back() {
        AdapterPool.Lease lease = lease("a").orElseThrow();
        pool.close();
        assertThat(TorchValue.open()).isGreaterThan(openBefore);
        lease.close();
    }

    private Optional<AdapterPool.Lease> lease(String key) {
        return pool.lease(key, () -> {
            loads.incrementAndGet();
            return TinyAdapter.of(SHAPE, 4, key.hashCode());
        });
    }
}
