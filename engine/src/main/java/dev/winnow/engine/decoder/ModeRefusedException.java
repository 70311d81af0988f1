package dev.winnow.engine.decoder;

import org.jspecify.annotations.Nullable;

/** This machine's processor cannot compute in a numeric mode, or would do so wrongly; the message has the remedy. */
public class ModeRefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ModeRefusedException(NumericMode mode, String fault, @Nullable Throwable cause) {
        super(
                "quantization %s cannot be used on this machine's processor: %s. Use %s"
                        .formatted(mode.wireName(), fault, remedy(mode)),
                cause);
    }

    private static String remedy(NumericMode mode) {
        return mode == NumericMode.INT8
                ? "int8w7, or a machine with AVX512-VNNI or AMX"
                : "f32, or a machine with AVX2";
    }
}
