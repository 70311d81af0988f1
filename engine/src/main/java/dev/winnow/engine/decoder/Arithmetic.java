package dev.winnow.engine.decoder;

import dev.winnow.engine.model.DecoderShape;
import dev.winnow.engine.torch.TorchModule;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How projections are packed and multiplied by in a mode on a device: a text {@code weights_*.ts.py}, and what the
 * lines at its head say of it.
 *
 * @param text the methods {@code pack} and {@code linear}
 * @param weightType the type of a packed projection, in TorchScript
 * @param activationType libtorch's number for the type of activations
 * @param cacheType that of keys and values
 * @param inputUnit what a projection's inputs must be a multiple of
 * @param outputUnit what its outputs must be a multiple of
 */
record Arithmetic(String text, String weightType, int activationType, int cacheType, int inputUnit, int outputUnit) {
    private static final int F32 = 6;

    /** That of {@code weights_NAME.ts.py}. */
    static Arithmetic named(String name) {
        String text = TorchModule.text(Arithmetic.class, "weights_" + name + ".ts.py");
        String[] units = head(text, "UNITS").split(", ", 2);
        return new Arithmetic(
                text,
                head(text, "Weight"),
                Integer.parseInt(head(text, "ACTIVATION")),
                Integer.parseInt(head(text, "CACHE")),
                Integer.parseInt(units[0]),
                Integer.parseInt(units[1]));
    }

    /**
     * Refuses a model whose projections cannot be packed.
     *
     * @throws ModeRefusedException with the projection
     */
    void requireSizes(NumericMode mode, DecoderShape shape) {
        for (Projection projection : Projection.ofLayer(shape, 0)) {
            requireSizes(mode, projection.name(), projection.inputs(), projection.outputs());
        }
        requireSizes(mode, "the head", shape.hidden(), shape.vocabulary());
    }

    private void requireSizes(NumericMode mode, String projection, int inputs, int outputs) {
        if (inputs % inputUnit != 0 || outputs % outputUnit != 0) {
            throw ModeRefusedException.ofSizes(mode, this, projection, inputs, outputs);
        }
    }

    /** Bytes of one value of activations. */
    int activationBytes() {
        return bytes(activationType);
    }

    /** Bytes of one value of keys and values. */
    int cacheBytes() {
        return bytes(cacheType);
    }

    private static int bytes(int type) {
        return type == F32 ? Float.BYTES : Short.BYTES;
    }

    private static String head(String text, String name) {
        Matcher line =
                Pattern.compile("^# " + name + ": (.+)$", Pattern.MULTILINE).matcher(text);
        if (!line.find()) {
            throw new IllegalStateException("the text says no %s at its head: %s".formatted(name, text));
        }
        return line.group(1);
    }
}
