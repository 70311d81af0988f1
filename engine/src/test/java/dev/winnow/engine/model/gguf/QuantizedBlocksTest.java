package dev.winnow.engine.model.gguf;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.winnow.engine.model.WeightFile;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every quantization against gguf-py's values, bit by bit; {@code quantized_blocks.py} wrote them. */
class QuantizedBlocksTest {
    static Stream<GgufType> quantizations() {
        return Stream.of(GgufType.values()).filter(type -> type.blockValues() > 1);
    }

    @ParameterizedTest
    @MethodSource("quantizations")
    void values_are_those_of_the_reference(GgufType type) throws IOException, URISyntaxException {
        try (WeightFile file = open()) {
            Map<String, GgufTensor> tensors = GgufHeader.read(file).tensors();
            GgufTensor blocks = requireNonNull(tensors.get(type.name()));
            assertThat(blocks.type()).isEqualTo(type);

            assertThat(values(file, blocks))
                    .containsExactly(values(file, requireNonNull(tensors.get(type.name() + ".expected"))));
        }
    }

    @Test
    void there_is_a_reference_for_every_quantization_and_no_other() throws IOException, URISyntaxException {
        try (WeightFile file = open()) {
            assertThat(GgufHeader.read(file).tensors().keySet())
                    .containsExactlyInAnyOrderElementsOf(quantizations()
                            .flatMap(type -> Stream.of(type.name(), type.name() + ".expected"))
                            .toList());
        }
    }

    private static float[] values(WeightFile file, GgufTensor tensor) {
        float[] values = new float[Math.toIntExact(tensor.shape().size())];
        new GgufValues(file).read(tensor, 0, tensor.shape().rows(), values);
        return values;
    }

    private static WeightFile open() throws IOException, URISyntaxException {
        return WeightFile.open(Path.of(requireNonNull(QuantizedBlocksTest.class.getResource("quantized-blocks.gguf"))
                .toURI()));
    }
}
