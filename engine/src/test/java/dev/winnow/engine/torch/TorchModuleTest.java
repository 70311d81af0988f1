package dev.winnow.engine.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class TorchModuleTest {
    private static final String SUMS = """
            def scaled(self, x: Tensor, by: int, plus: float) -> Tensor:
                return torch.to(x, 6) * by + plus


            def joined(self, parts: List[Tensor]) -> Tensor:
                # a comment stays where it is
                return torch.cat(parts, 0)


            def of_size(self, sizes: List[int]) -> Tensor:
                return torch.ones(sizes)
            """;

    @BeforeAll
    static void prepareThread() {
        Torch.prepareThread();
    }

    @Test
    void arguments_of_each_kind_arrive_and_nothing_stays_open() {
        long before = TorchValue.open();
        try (TorchModule module = TorchModule.compile(SUMS);
                TorchValue scaled = module.call("scaled")
                        .withTensor(1, 2, 3)
                        .with(10)
                        .withReal(0.5)
                        .run();
                TorchValue list = TorchValue.list(List.of(scaled, scaled));
                TorchValue joined = module.call("joined").with(list).run();
                TorchValue ones = module.call("of_size").withList(2, 3).run()) {
            float[] values = new float[6];
            joined.copyTo(values);
            assertThat(values).containsExactly(10.5f, 20.5f, 30.5f, 10.5f, 20.5f, 30.5f);
            assertThat(ones.shape()).containsExactly(2, 3);
        }
        assertThat(TorchValue.open()).isEqualTo(before);
    }

    @Test
    void text_that_is_no_torchscript_is_refused_with_its_line() {
        assertThatThrownBy(
                        () -> TorchModule.compile("def f(self, x: Tensor) -> Tensor:\n    return torch.no_such(x)\n"))
                .isInstanceOf(TorchException.class)
                .hasMessageContaining("torch.no_such(x)");
    }

    @Test
    void a_call_that_fails_names_its_method_and_leaves_nothing_open() {
        long before = TorchValue.open();
        try (TorchModule module = TorchModule.compile(SUMS)) {
            assertThatThrownBy(() -> module.call("of_size").withList(-1).run())
                    .isInstanceOf(TorchException.class)
                    .hasMessageContaining("of_size");
        }
        assertThat(TorchValue.open()).isEqualTo(before);
    }

    @Test
    void a_call_that_is_given_up_holds_nothing() {
        long before = TorchValue.open();
        try (TorchModule module = TorchModule.compile(SUMS)) {
            TorchCall call = module.call("scaled")
                    .withTensor(1, 2, 3)
                    .with(10)
                    .withReal(0.5)
                    .withList(1, 2);
            assertThat(call).isNotNull();
            TorchValue closed = TorchValue.zeros(2);
            closed.close();
            assertThatThrownBy(() -> call.with(closed).run()).hasMessageContaining("closed");
            module.call("scaled").withTensor(1, 2, 3);
        }
        assertThat(TorchValue.open()).isEqualTo(before);
    }

    @Test
    void memory_that_libtorch_cannot_read_is_refused() {
        ByteBuffer wrongOrder = ByteBuffer.allocateDirect(8).order(ByteOrder.BIG_ENDIAN);
        assertThatThrownBy(() -> TorchValue.floats(wrongOrder, 2)).hasMessageContaining("native order");
        ByteBuffer tooSmall = ByteBuffer.allocateDirect(8).order(ByteOrder.nativeOrder());
        assertThatThrownBy(() -> TorchValue.floats(tooSmall, 3)).hasMessageContaining("12 bytes");
    }

    @Test
    void a_closed_value_cannot_be_used() {
        TorchValue value = TorchValue.zeros(2);
        value.close();
        value.close();
        assertThatThrownBy(value::shape).hasMessageContaining("closed");
    }
}
