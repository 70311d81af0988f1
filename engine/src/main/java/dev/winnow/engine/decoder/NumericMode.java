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
    F32("f32", "Tensor", 0, 4, 4),
    /**
     * All weights rounded to 16-bit floats, sums in 32 bits: what an f16 checkpoint of the model gives, exactly, in
     * half the memory.
     */
    F16("f16", "__torch__.torch.classes.quantized.LinearPackedParamsBase", 0, 2, 2),
    /** 8-bit integers, one scale for each output and each token: the fast mode, and not exact. */
    INT8("int8", "Tuple[Tensor, Tensor, Tensor, Tensor]", 127, 1, 4),
    /**
     * The same with weights of 7 bits, so that two products always fit the 16 bits in which processors without
     * AVX512-VNNI add them: the fast mode of those. The activations keep their 8 bits, since their outliers need them.
     */
    INT8W7("int8", "Tuple[Tensor, Tensor, Tensor, Tensor]", 63, 1, 4);

    private final String arithmetic;
    private final String weightType;
    private final int levels;
    private final int projectionBytes;
    private final int embeddingBytes;

    NumericMode(String arithmetic, String weightType, int levels, int projectionBytes, int embeddingBytes) {
        this.arithmetic = arithmetic;
        this.weightType = weightType;
        this.levels = levels;
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

    /** A decoder's TorchScript text with this mode's methods {@code pack} and {@code linear} before it. */
    String complete(String decoder) {
        String weights = TorchModule.text(NumericMode.class, "weights_" + arithmetic + ".ts.py");
        return (weights + decoder)
                .replaceAll("\\bWeight\\b", weightType)
                .replaceAll("\\bLEVELS\\b", String.valueOf(levels));
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
