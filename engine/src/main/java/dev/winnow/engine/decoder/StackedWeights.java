package dev.winnow.engine.decoder;

import dev.winnow.engine.model.ModelRefusedException;
import dev.winnow.engine.model.WeightReader;
import dev.winnow.engine.model.WeightShape;
import dev.winnow.engine.torch.TorchModule;
import dev.winnow.engine.torch.TorchValue;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/**
 * Weights of a model one below the other: brought from their files into libtorch's memory some rows at a time, each
 * with the shape that it should have and none with a value that cannot be kept. Not thread-safe.
 */
public final class StackedWeights {
    private static final int MOST_FLOATS_AT_ONCE = 1 << 20;

    private final TorchModule module;
    private final WeightReader reader;
    private final ValueCheck check;
    // Used again and again: direct buffers are freed only when the collector finds them, long after their use.
    private float[] rows = {};
    private ByteBuffer memory = direct(0);

    /**
     * Takes a model's weights.
     *
     * @param module with the method {@code fill_rows}
     * @param check what the values must be
     */
    public StackedWeights(TorchModule module, WeightReader reader, ValueCheck check) {
        this.module = module;
        this.reader = reader;
        this.check = check;
    }

    /**
     * A weight that is to be found in the model.
     *
     * @param outputs its rows; of a vector, its length
     * @param mayHaveMore whether it may have more rows, which are left out
     */
    public record Part(String name, int outputs, boolean mayHaveMore) {}

    /** Whether a value can be kept. */
    @FunctionalInterface
    public interface KeepsValue {
        boolean test(float value);
    }

    /**
     * What values must be.
     *
     * @param keeps whether a value can be kept
     * @param remedy goes on where a message has said which number cannot be: what cannot hold it, and what can
     */
    public record ValueCheck(KeepsValue keeps, String remedy) {
        /** Any number. */
        public static final ValueCheck FINITE = new ValueCheck(Float::isFinite, "is no number");

        // One NaN would turn up in every score of every row, hours later and without a name.
        private void require(String name, float[] values, int count) {
            for (int i = 0; i < count; i++) {
                if (!keeps.test(values[i])) {
                    throw new ModelRefusedException(
                            Float.isFinite(values[i])
                                    ? "%s has the value %s, which %s".formatted(name, values[i], remedy)
                                    : "%s has the value %s: the file is damaged, or the training that wrote it failed"
                                            .formatted(name, values[i]));
                }
            }
        }
    }

    /** The parts below each other, [sum of outputs, inputs], f32. */
    public TorchValue matrix(int inputs, List<Part> parts) {
        try (Unfinished unfinished = new Unfinished()) {
            long outputs = parts.stream().mapToLong(Part::outputs).sum();
            TorchValue matrix = unfinished.add(TorchValue.zeros(outputs, inputs), TorchValue::close);
            int row = 0;
            for (Part part : parts) {
                requireShape(part, new WeightShape(part.outputs(), inputs));
                copy(part, inputs, matrix, row);
                row += part.outputs();
            }
            unfinished.keep();
            return matrix;
        }
    }

    /** Vectors one after the other. */
    public float[] vector(List<Part> parts) {
        float[] joined = new float[parts.stream().mapToInt(Part::outputs).sum()];
        int at = 0;
        for (Part part : parts) {
            requireShape(part, new WeightShape(1, part.outputs()));
            float[] values = reader.read(part.name());
            check.require(part.name(), values, part.outputs());
            System.arraycopy(values, 0, joined, at, part.outputs());
            at += part.outputs();
        }
        return joined;
    }

    private void copy(Part part, int columns, TorchValue matrix, int firstTarget) {
        int rowsAtOnce = Math.max(1, Math.min(part.outputs(), MOST_FLOATS_AT_ONCE / columns));
        if (rows.length < rowsAtOnce * columns) {
            rows = new float[Math.max(MOST_FLOATS_AT_ONCE, rowsAtOnce * columns)];
            memory = direct(rows.length);
        }
        for (int first = 0; first < part.outputs(); first += rowsAtOnce) {
            int count = Math.min(rowsAtOnce, part.outputs() - first);
            reader.readRows(part.name(), first, count, rows);
            check.require(part.name(), rows, count * columns);
            memory.asFloatBuffer().put(rows, 0, count * columns);
            try (TorchValue source = TorchValue.floats(memory, count, columns)) {
                module.call("fill_rows")
                        .with(matrix)
                        .with(firstTarget + first)
                        .with(source)
                        .run()
                        .close();
            }
        }
    }

    private void requireShape(Part part, WeightShape expected) {
        WeightShape found = reader.shape(part.name());
        boolean enough = part.mayHaveMore() && found.rows() >= expected.rows();
        if (found.columns() != expected.columns() || (found.rows() != expected.rows() && !enough)) {
            throw new ModelRefusedException("%s should be %d x %d as the model's configuration says, but is %d x %d"
                    .formatted(part.name(), expected.rows(), expected.columns(), found.rows(), found.columns()));
        }
    }

    private static ByteBuffer direct(int floats) {
        return ByteBuffer.allocateDirect(floats * Float.BYTES).order(ByteOrder.nativeOrder());
    }
}
