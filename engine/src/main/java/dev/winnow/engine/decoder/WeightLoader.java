package dev.winnow.engine.decoder;

import dev.winnow.engine.model.ModelRefusedException;
import dev.winnow.engine.model.WeightReader;
import dev.winnow.engine.model.WeightShape;
import dev.winnow.engine.torch.TorchModule;
import dev.winnow.engine.torch.TorchValue;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/** Brings weights from their files into libtorch's memory, some rows at a time. */
final class WeightLoader {
    private static final int MOST_FLOATS_AT_ONCE = 1 << 20;

    private final TorchModule module;
    private final WeightReader reader;
    private final NumericMode mode;
    // Used again and again: direct buffers are freed only when the collector finds them, long after their use.
    private float[] rows = {};
    private ByteBuffer memory = direct(0);

    WeightLoader(TorchModule module, WeightReader reader, NumericMode mode) {
        this.module = module;
        this.reader = reader;
        this.mode = mode;
    }

    /**
     * A weight that is to be found in the model.
     *
     * @param outputs its rows; of a vector, its length
     * @param mayHaveMore whether it may have more rows, which are left out
     */
    record Part(String name, int outputs, boolean mayHaveMore) {}

    /** The parts below each other, packed as the mode wants it. */
    TorchValue projection(int inputs, Part... parts) {
        try (TorchValue matrix = matrix(inputs, parts)) {
            return pack(matrix);
        }
    }

    /** A matrix packed as the mode wants it. */
    TorchValue pack(TorchValue matrix) {
        return module.call("pack").with(matrix).run();
    }

    /** A table that rows are looked up in, as the mode wants it. */
    TorchValue table(TorchValue matrix) {
        return module.call(mode == NumericMode.F16 ? "to_f16" : "table")
                .with(matrix)
                .run();
    }

    /** The parts below each other, [sum of outputs, inputs]. */
    TorchValue matrix(int inputs, Part... parts) {
        try (Unfinished unfinished = new Unfinished()) {
            long outputs = Arrays.stream(parts).mapToLong(Part::outputs).sum();
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

    /** Vectors one after the other, that what a norm gives is multiplied by. */
    TorchValue gains(Part... parts) {
        return joined("copied", parts);
    }

    /** Vectors one after the other, that are added to activations. */
    TorchValue biases(Part... parts) {
        return joined("activation", parts);
    }

    private TorchValue joined(String method, Part... parts) {
        float[] joined = new float[Arrays.stream(parts).mapToInt(Part::outputs).sum()];
        int at = 0;
        for (Part part : parts) {
            requireShape(part, new WeightShape(1, part.outputs()));
            float[] values = reader.read(part.name());
            requireKept(part, values, part.outputs());
            System.arraycopy(values, 0, joined, at, part.outputs());
            at += part.outputs();
        }
        ByteBuffer vector = direct(joined.length);
        vector.asFloatBuffer().put(joined);
        try (TorchValue overJava = TorchValue.floats(vector, joined.length)) {
            // Each makes a copy in libtorch's own memory.
            return module.call(mode == NumericMode.F16 ? "rounded_to_f16" : method)
                    .with(overJava)
                    .run();
        }
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
            requireKept(part, rows, count * columns);
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

    // One NaN here would turn up in every score of every row, hours later and without a name.
    private void requireKept(Part part, float[] values, int count) {
        for (int i = 0; i < count; i++) {
            if (!mode.keeps(values[i])) {
                throw new ModelRefusedException(
                        Float.isFinite(values[i])
                                ? "%s has the value %s, which %s cannot hold: take f32, int8, int8w7 or bf16"
                                        .formatted(part.name(), values[i], mode.wireName())
                                : "%s has the value %s: the file is damaged, or the training that wrote it failed"
                                        .formatted(part.name(), values[i]));
            }
        }
    }

    private static ByteBuffer direct(int floats) {
        return ByteBuffer.allocateDirect(floats * Float.BYTES).order(ByteOrder.nativeOrder());
    }
}
