package dev.winnow.engine.decoder;

import dev.winnow.engine.torch.TorchModule;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * How a decoder keeps its projections and multiplies by them. Residual stream, attention and KV cache are f32 in every
 * mode.
 */
public enum NumericMode {
    /** 32-bit floats. */
    F32("Tensor", 4, 4),
    /**
     * All weights rounded to 16-bit floats, sums in 32 bits: what an f16 checkpoint of the model gives, exactly, in
     * half the memory.
     */
    F16("__torch__.torch.classes.quantized.LinearPackedParamsBase", 2, 2),
    /** 8-bit integers, one scale for each output and each token: the fast mode, and not exact. */
    INT8("Tuple[Tensor, Tensor, Tensor, Tensor]", 1, 4),
    /**
     * The same with weights of 7 bits, so that two products always fit the 16 bits in which processors without
     * AVX512-VNNI add them: the fast mode of those. The activations keep their 8 bits, since their outliers need them.
     */
    INT8W7("Tuple[Tensor, Tensor, Tensor, Tensor]", 1, 4);

    private static final String LEVELS_OF_8_BITS = "levels = 127";
    private static final String LEVELS_OF_7_BITS = "levels = 63";

    private final String weightType;
    private final int projectionBytes;
    private final int embeddingBytes;

    NumericMode(String weightType, int projectionBytes, int embeddingBytes) {
        this.weightType = weightType;
        this.projectionBytes = projectionBytes;
        this.embeddingBytes = embeddingBytes;
    }

    /** The name on the wire, in pools and in results: {@code f32}, {@code f16}, {@code int8}, {@code int8w7}. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The mode of a wire name.
     *
     * @throws IllegalArgumentException if there is none; the message lists those that are
     */
    public static NumericMode fromWireName(String name) {
        return Arrays.stream(values())
                .filter(mode -> mode.wireName().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("quantization must be one of %s, was '%s'"
                        .formatted(
                                Arrays.stream(values())
                                        .map(NumericMode::wireName)
                                        .collect(Collectors.joining(", ")),
                                name)));
    }

    /** Whether a weight of this value stays a finite number in this mode. */
    boolean keeps(float weight) {
        // Half-way between the greatest f16, 65,504, and the next one, which would round to infinity.
        return this == F16 ? Math.abs(weight) < 65_520 : Float.isFinite(weight);
    }

    /** The TorchScript text of the methods {@code pack} and {@code linear}. */
    String weightText() {
        return switch (this) {
            case F32, F16, INT8 -> TorchModule.text(NumericMode.class, "weights_" + wireName() + ".ts.py");
            case INT8W7 -> INT8.weightText().replace(LEVELS_OF_8_BITS, LEVELS_OF_7_BITS);
        };
    }

    /** The TorchScript type of a packed projection. */
    String weightType() {
        return weightType;
    }

    /** Bytes of a packed projection. */
    long packedBytes(int inputs, int outputs) {
        // FBGEMM packs f16 in whole blocks: 576 inputs take the place of 1024.
        return this == F16
                ? blocks(inputs, 512) * blocks(outputs, 16) * projectionBytes
                : (long) inputs * outputs * projectionBytes;
    }

    private static long blocks(int size, int block) {
        return (size + block - 1L) / block * block;
    }

    /** Bytes of one value of the embedding table. */
    int embeddingBytes() {
        return embeddingBytes;
    }
}
