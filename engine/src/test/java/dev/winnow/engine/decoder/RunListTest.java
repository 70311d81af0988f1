package dev.winnow.engine.decoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.winnow.engine.torch.Torch;
import dev.winnow.engine.torch.TorchModule;
import dev.winnow.engine.torch.TorchValue;
import java.util.List;
import org.junit.jupiter.api.Test;

class RunListTest {
    @Test
    void a_list_that_could_not_be_made_is_made_at_the_next_step() {
        Torch.prepareThread();
        long before = TorchValue.open();
        try (TorchModule module = TorchModule.compile(DecoderLoading.source(NumericMode.F32, Device.CPU));
                KvBand band = new KvBand(module, 2, 1, 2, 4);
                RunList runs = new RunList()) {
            band.resize(1);
            KvSlot slot = band.take(null);
            TorchValue lost = band.values().get(1);
            lost.close();
            runs.arrange(List.of(Feed.of(slot, 1)));
            assertThatThrownBy(runs::keys).hasMessageContaining("closed");
            assertThatThrownBy(runs::values).hasMessageContaining("closed");

            band.values().set(1, TorchValue.zeros(1, 1, 4, 2));
            runs.arrange(List.of(Feed.of(slot, 1)));
            assertThat(runs.keys()).isNotNull();
            assertThat(runs.values()).isNotNull();
        }
        assertThat(TorchValue.open()).isEqualTo(before);
    }
}
