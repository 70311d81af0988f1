package dev.winnow.engine.training;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** How the frozen base keeps its projections while an adapter is trained beside them. */
public enum BaseForm {
    /** 32-bit floats, as they are. */
    F32(4),
    /** 16-bit floats of f32's range. */
    BF16(2),
    /** 8-bit integers with a scale for each output. */
    INT8(1),
    /** QLoRA's 4-bit normal float (arXiv 2305.14314), blocks of 64, their scales of 8 bits in blocks of 256. */
    NF4(0.5 + 1 / 64. + 4 / (64 * 256.));

    private final double bytesPerWeight;

    BaseForm(double bytesPerWeight) {
        this.bytesPerWeight = bytesPerWeight;
    }

    /** The name in settings: {@code f32}, {@code bf16}, {@code int8}, {@code nf4}. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The form of a name.
     *
     * @throws IllegalArgumentException if there is none; the message lists those that are
     */
    public static BaseForm fromWireName(String name) {
        return Arrays.stream(values())
                .filter(form -> form.wireName().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("base must be one of %s, was '%s'"
                        .formatted(
                                Arrays.stream(values()).map(BaseForm::wireName).collect(Collectors.joining(", ")),
                                name)));
    }

    /** What a projection's inputs must be a multiple of. */
    int inputUnit() {
        return this == NF4 ? 64 : 1;
    }

    /** Bytes of a packed projection. */
    long packedBytes(long inputs, long outputs) {
        long scales = this == INT8 ? Float.BYTES * outputs : 0;
        return (long) Math.ceil(inputs * outputs * bytesPerWeight) + scales;
    }
}
