package dev.winnow.engine.decoder;

import dev.winnow.engine.model.DecoderShape;
import dev.winnow.engine.model.safetensors.Dtype;
import dev.winnow.engine.torch.TorchModule;
import java.util.Arrays;
import java.util.List;
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
 * @param parts what a file has of a projection
 * @param shares whether a packed projection may lie in a file's memory on a CPU
 */
record Arithmetic(
        String text,
        String weightType,
        int activationType,
        int cacheType,
        int inputUnit,
        int outputUnit,
        List<Part> parts,
        boolean shares) {
    private static final int F32 = 6;

    /**
     * A matrix of numbers or codes.
     *
     * @param type as safetensors names it
     */
    record Part(String name, Dtype type) {
        private static Part of(String text) {
            String[] words = text.split(" ", 2);
            return new Part(words[0], Dtype.valueOf(words[1]));
        }

        /** libtorch's number for the type. */
        int torchType() {
            return switch (type) {
                case U8 -> 0;
                case I8 -> 1;
                case F16 -> 5;
                case F32 -> Arithmetic.F32;
                case BF16 -> 15;
            };
        }
    }

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
                Integer.parseInt(units[1]),
                Arrays.stream(head(text, "PARTS").split(", ")).map(Part::of).toList(),
                head(text, "SHARES").equals("yes"));
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
