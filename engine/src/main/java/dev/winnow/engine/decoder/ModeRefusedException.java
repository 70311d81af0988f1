package dev.winnow.engine.decoder;

import org.jspecify.annotations.Nullable;

/** This machine's processor cannot compute in a numeric mode, or would do so wrongly; the message has the remedy. */
public class ModeRefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ModeRefusedException(NumericMode mode, String fault, @Nullable Throwable cause) {
        super(
                "quantization %s cannot be used on this machine's processor: %s. Use f32, or a machine with %s"
                        .formatted(mode.wireName(), fault, mode == NumericMode.INT8 ? "AVX512-VNNI or AMX" : "AVX2"),
                cause);
    }
}
