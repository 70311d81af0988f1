package dev.winnow.engine.model.gguf;

import dev.winnow.engine.model.ModelRefusedException;
import dev.winnow.engine.model.Rotary;
import dev.winnow.engine.model.WeightShape;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Finds the rotary positions in a header, as llama.cpp does, and in the tensor that Llama 3.1's scaling is written as.
 */
final class GgufRotary {
    private static final String DIVISORS = "rope_freqs.weight";

    private final String file;
    private final String architecture;
    private final GgufHeader header;
    private final GgufValues values;

    GgufRotary(String file, String architecture, GgufHeader header, GgufValues values) {
        this.file = file;
        this.architecture = architecture;
        this.header = header;
        this.values = values;
    }

    /** Those of heads of a width. */
    Rotary of(int headDim) {
        double theta = number("rope.freq_base", 10_000);
        double factor = factor();
        return Optional.ofNullable(header.tensors().get(DIVISORS))
                .map(tensor -> new Rotary(theta, divisors(tensor, headDim, factor)))
                .orElseGet(() -> factor == 1 ? Rotary.plain(theta) : Rotary.linear(theta, headDim, factor));
    }

    /** What all positions are divided by. Files that give a factor and no type mean it, as llama.cpp reads them. */
    private double factor() {
        String type = header.metadata().string(key("rope.scaling.type")).orElse("linear");
        return switch (type) {
            case "none" -> 1;
            case "linear" -> {
                double factor = number("rope.scaling.factor", number("rope.scale_linear", 1));
                yield factor == 0 ? 1 : factor;
            }
            default ->
                throw new ModelRefusedException(
                        "%s: the model scales its rotary positions (%s); Winnow's decoder does not do that yet"
                                .formatted(file, type));
        };
    }

    private List<Double> divisors(GgufTensor tensor, int headDim, double factor) {
        if (!tensor.shape().equals(new WeightShape(1, headDim / 2))) {
            throw new ModelRefusedException("%s: %s should have %d values for heads of %d, but is %d x %d"
                    .formatted(
                            file,
                            DIVISORS,
                            headDim / 2,
                            headDim,
                            tensor.shape().rows(),
                            tensor.shape().columns()));
        }
        float[] found = new float[headDim / 2];
        values.read(tensor, 0, 1, found);
        return IntStream.range(0, found.length)
                .mapToObj(pair -> found[pair] * factor)
                .toList();
    }

    private double number(String name, double otherwise) {
        return header.metadata().number(key(name)).map(Number::doubleValue).orElse(otherwise);
    }

    private String key(String name) {
        return architecture + "." + name;
    }
}
