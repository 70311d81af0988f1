package dev.winnow.engine.training;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * The type of what is multiplied, and of what products give. Residual stream, factors and their state are f32 always.
 */
public enum Products {
    /** 32-bit floats: exact, the right choice for a processor without AMX. */
    F32(6, Float.BYTES),
    /** 16-bit floats, sums in 32: several times as fast on a processor with AMX, and half the memory. */
    BF16(15, Short.BYTES);

    private final int torchType;
    private final int bytes;

    Products(int torchType, int bytes) {
        this.torchType = torchType;
        this.bytes = bytes;
    }

    /** The name in settings: {@code f32}, {@code bf16}. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The type of a name.
     *
     * @throws IllegalArgumentException if there is none; the message lists those that are
     */
    public static Products fromWireName(String name) {
        return Arrays.stream(values())
                .filter(products -> products.wireName().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("products must be one of %s, was '%s'"
                        .formatted(
                                Arrays.stream(values()).map(Products::wireName).collect(Collectors.joining(", ")),
                                name)));
    }

    int torchType() {
        return torchType;
    }

    int bytes() {
        return bytes;
    }
}
