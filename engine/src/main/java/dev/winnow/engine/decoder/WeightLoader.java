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
     */
    record Part(String name, int outputs) {}

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
        return module.call(mode == NumericMode.F16 ? "to_f16" : "same")
                .with(matrix)
                .run();
    }

    /** The parts below each other, [sum of outputs, inputs]. */
    TorchValue matrix(int inputs, Part... parts) {
        TorchValue matrix =
                TorchValue.zeros(Arrays.stream(parts).mapToLong(Part::outputs).sum(), inputs);
        int row = 0;
        for (Part part : parts) {
            require(part.name(), new WeightShape(part.outputs(), inputs));
            copy(part, inputs, matrix, row);
            row += part.outputs();
        }
        return matrix;
    }

    /** A vector of the residual stream's width. */
    TorchValue vector(String name, int length) {
        return joined(new Part(name, length));
    }

    /** Vectors one after the other. */
    TorchValue joined(Part... parts) {
        float[] joined = new float[Arrays.stream(parts).mapToInt(Part::outputs).sum()];
        int at = 0;
        for (Part part : parts) {
            require(part.name(), new WeightShape(1, part.outputs()));
            System.arraycopy(reader.read(part.name()), 0, joined, at, part.outputs());
            at += part.outputs();
        }
        ByteBuffer vector = direct(joined.length);
        vector.asFloatBuffer().put(joined);
        try (TorchValue overJava = TorchValue.floats(vector, joined.length)) {
            // Both make a copy in libtorch's own memory.
            return module.call(mode == NumericMode.F16 ? "rounded_to_f16" : "copied")
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

    private void require(String name, WeightShape expected) {
        WeightShape found = reader.shape(name);
        if (!found.equals(expected)) {
            throw new ModelRefusedException("%s should be %d x %d as the model's configuration says, but is %d x %d"
                    .formatted(name, expected.rows(), expected.columns(), found.rows(), found.columns()));
        }
    }

    private static ByteBuffer direct(int floats) {
        return ByteBuffer.allocateDirect(floats * Float.BYTES).order(ByteOrder.nativeOrder());
    }
}
