package dev.winnow.engine.decoder;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** Where a decoder computes, and keeps its weights and caches. */
public enum Device {
    /** This machine's processors. */
    CPU,
    /** The first NVIDIA card that is visible to the process; it needs a libtorch with CUDA. */
    CUDA;

    /** The name in settings: {@code cpu}, {@code cuda}. It is libtorch's too. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The device of a name.
     *
     * @throws IllegalArgumentException if there is none; the message lists those that are
     */
    public static Device fromWireName(String name) {
        return Arrays.stream(values())
                .filter(device -> device.wireName().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("device must be one of %s, was '%s'"
                        .formatted(
                                Arrays.stream(values()).map(Device::wireName).collect(Collectors.joining(", ")),
                                name)));
    }
}
