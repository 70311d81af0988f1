package dev.winnow.engine.decoder;

import static java.util.Objects.requireNonNull;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * How a decoder keeps its projections and multiplies by them. The residual stream is f32 in every mode; all else is too
 * on a CPU, but for {@link #BF16}, {@link #NF4} and the KV cache of those of 8 bits, and bf16 on a card, but for
 * {@link #F32}.
 */
public enum NumericMode {
    /** 32-bit floats. */
    F32("f32", "f32", 4),
    /**
     * All weights rounded to 16-bit floats, sums in 32 bits: what an f16 checkpoint of the model gives, exactly, in
     * half the memory.
     */
    F16("f16", null, 2),
    /** 8-bit integers, one scale for each output and each token: the fast mode of a CPU, and not exact. */
    INT8("int8", "int8_cuda", 127, 1, 1),
    /**
     * The same with weights of 7 bits, so that two products always fit the 16 bits in which processors without
     * AVX512-VNNI add them: the fast mode of those. The activations keep their 8 bits, since their outliers need them.
     */
    INT8W7("int8", null, 63, 1, 1),
    /**
     * {@link #INT8} with activations in two terms, the second one the rounding error of the first: nearly as good as
     * the weights' 8 bits allow, for twice the products.
     */
    INT8X2("int8", null, 127, 2, 1),
    /** 16-bit floats of f32's range and 8 bits of precision: the fast mode of a card, and of a processor with AMX. */
    BF16("bf16", "bf16", 2),
    /** 4-bit integers with a scale and a middle for each 64 inputs. */
    INT4(null, "int4", 0.5 + 4 / 64.),
    /** 4-bit normal floats with a scale of 8 bits for each 64, as QLoRA has them: the least memory. */
    NF4("nf4", "nf4", 0.5 + 1 / 64. + 4 / (64 * 256.));

    private final @Nullable String onCpu;
    private final @Nullable String onCuda;
    private final int levels;
    private final int terms;
    private final double bytesPerWeight;

    NumericMode(@Nullable String onCpu, @Nullable String onCuda, double bytesPerWeight) {
        this(onCpu, onCuda, 0, 1, bytesPerWeight);
    }

    /**
     * @param levels the largest weight as an integer
     * @param terms as how many integers an activation is multiplied
     */
    NumericMode(@Nullable String onCpu, @Nullable String onCuda, int levels, int terms, double bytesPerWeight) {
        this.onCpu = onCpu;
        this.onCuda = onCuda;
        this.levels = levels;
        this.terms = terms;
        this.bytesPerWeight = bytesPerWeight;
    }

    /** The name on the wire, in pools and in results: {@code f32}, {@code int8w7}, {@code bf16} and so on. */
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

    /** Whether there is a text for it on a device; whether the processor can compute in it is another question. */
    public boolean runsOn(Device device) {
        return textName(device) != null;
    }

    /**
     * Refuses the mode where there is no text for it.
     *
     * @throws ModeRefusedException with those that there are
     */
    public void requireOn(Device device) {
        if (!runsOn(device)) {
            throw ModeRefusedException.onDevice(this, device);
        }
    }

    /**
     * How it computes on a device.
     *
     * @throws ModeRefusedException if it does not
     */
    Arithmetic on(Device device) {
        requireOn(device);
        return Arithmetic.named(requireNonNull(textName(device)));
    }

    private @Nullable String textName(Device device) {
        return switch (device) {
            case CPU -> onCpu;
            case CUDA -> onCuda;
        };
    }

    /** A decoder's TorchScript text with this mode's methods {@code pack} and {@code linear} before it. */
    String complete(String decoder, Device device) {
        Arithmetic arithmetic = on(device);
        return (arithmetic.text() + decoder)
                .replaceAll("\\bWeight\\b", arithmetic.weightType())
                .replaceAll("\\bACTIVATION\\b", String.valueOf(arithmetic.activationType()))
                .replaceAll("\\bCACHE\\b", String.valueOf(arithmetic.cacheType()))
                .replaceAll("\\bLEVELS\\b", String.valueOf(levels))
                .replaceAll("\\bTERMS\\b", String.valueOf(terms))
                .replaceAll("\\bDEVICE\\b", '"' + device.wireName() + '"');
    }

    /** As how many values each activation is multiplied: a product is so many times as large. */
    int terms() {
        return terms;
    }

    /** Bytes of a packed projection. */
    long packedBytes(int inputs, int outputs) {
        // FBGEMM packs f16 in whole blocks: 576 inputs take the place of 1024.
        long weights = this == F16 ? blocks(inputs, 512) * blocks(outputs, 16) : (long) inputs * outputs;
        return (long) Math.ceil(weights * bytesPerWeight);
    }

    private static long blocks(int size, int block) {
        return (size + block - 1L) / block * block;
    }
}
