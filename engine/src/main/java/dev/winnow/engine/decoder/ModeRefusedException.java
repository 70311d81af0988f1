package dev.winnow.engine.decoder;

import java.util.Arrays;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A numeric mode cannot be used for a model on this machine, or its processor would compute wrongly in it; the message
 * has the remedy.
 */
public class ModeRefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ModeRefusedException(NumericMode mode, String fault, @Nullable Throwable cause) {
        super(
                "quantization %s cannot be used on this machine's processor: %s. Use %s"
                        .formatted(mode.wireName(), fault, remedy(mode)),
                cause);
    }

    private ModeRefusedException(String message) {
        super(message);
    }

    /** The mode is not there on a device. */
    static ModeRefusedException onDevice(NumericMode mode, Device device) {
        return new ModeRefusedException("quantization %s cannot be used on %s. Use one of %s, or device %s"
                .formatted(
                        mode.wireName(),
                        device.wireName(),
                        Arrays.stream(NumericMode.values())
                                .filter(other -> other.runsOn(device))
                                .map(NumericMode::wireName)
                                .collect(Collectors.joining(", ")),
                        device == Device.CPU ? Device.CUDA.wireName() : Device.CPU.wireName()));
    }

    /** A projection has sizes that the mode cannot pack. */
    static ModeRefusedException ofSizes(
            NumericMode mode, Arithmetic arithmetic, String projection, int inputs, int outputs) {
        return new ModeRefusedException(
                "quantization %s cannot be used for this model: %s has %d inputs and %d outputs, which must be multiples of %d and %d. Use f32"
                        .formatted(
                                mode.wireName(),
                                projection,
                                inputs,
                                outputs,
                                arithmetic.inputUnit(),
                                arithmetic.outputUnit()));
    }

    private static String remedy(NumericMode mode) {
        return switch (mode) {
            case INT8, INT8X2 -> "int8w7, or a machine with AVX512-VNNI or AMX";
            case F32, F16, INT8W7, BF16, INT4, NF4 -> "f32, or a machine with AVX2";
        };
    }
}
