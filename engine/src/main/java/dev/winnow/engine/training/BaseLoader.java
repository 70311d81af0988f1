package dev.winnow.engine.training;

import dev.winnow.engine.decoder.Projection;
import dev.winnow.engine.decoder.Unfinished;
import dev.winnow.engine.model.DecoderShape;
import dev.winnow.engine.model.ModelRefusedException;
import dev.winnow.engine.model.WeightReader;
import dev.winnow.engine.model.WeightShape;
import dev.winnow.engine.torch.TorchModule;
import dev.winnow.engine.torch.TorchValue;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Brings the frozen weights from their files into libtorch's memory, some rows at a time. */
final class BaseLoader {
    private static final int MOST_FLOATS_AT_ONCE = 1 << 20;

    private final TorchModule module;
    private final WeightReader reader;
    // Used again and again: direct buffers are freed only when the collector finds them, long after their use.
    private float[] rows = {};
    private ByteBuffer memory = direct(0);

    BaseLoader(TorchModule module, WeightReader reader) {
        this.module = module;
        this.reader = reader;
    }

    /** A projection, packed. */
    TorchValue projection(Projection projection) {
        try (TorchValue matrix = matrix(
                projection.inputs(),
                projection.parts().stream()
                        .map(part -> new Rows(part.name() + ".weight", part.outputs(), false))
                        .toList())) {
            return module.call("pack").with(matrix).run();
        }
    }

    /** The first rows of a table of vectors, in the type of products. */
    TorchValue table(String name, int count, int columns) {
        try (TorchValue matrix = matrix(columns, List.of(new Rows(name, count, true)))) {
            return module.call("table").with(matrix).run();
        }
    }

    /** The gains of a layer's query heads and then of its key heads, [heads, head width] in one row of f32. */
    TorchValue headGains(DecoderShape shape, String attention) {
        List<Rows> heads = new ArrayList<>(
                Collections.nCopies(shape.heads(), new Rows(attention + "q_norm.weight", shape.headDim(), false)));
        heads.addAll(
                Collections.nCopies(shape.kvHeads(), new Rows(attention + "k_norm.weight", shape.headDim(), false)));
        float[] values = joined(heads);
        try (TorchValue copy = TorchValue.copyOf(values, values.length)) {
            return module.call("copied").with(copy).run();
        }
    }

    /** A vector of f32. */
    TorchValue vector(String name, int length) {
        float[] values = joined(List.of(new Rows(name, length, false)));
        try (TorchValue copy = TorchValue.copyOf(values, length)) {
            return module.call("copied").with(copy).run();
        }
    }

    /** The biases of a projection's parts one after the other, in the type of products. */
    TorchValue biases(Projection projection) {
        float[] values = joined(projection.parts().stream()
                .map(part -> new Rows(part.name() + ".bias", part.outputs(), false))
                .toList());
        try (TorchValue copy = TorchValue.copyOf(values, values.length)) {
            return module.call("table").with(copy).run();
        }
    }

    private float[] joined(List<Rows> vectors) {
        List<float[]> read = new ArrayList<>();
        for (Rows vector : vectors) {
            requireShape(vector.name(), new WeightShape(1, vector.count()), false);
            float[] values = reader.read(vector.name());
            requireFinite(vector.name(), values, values.length);
            read.add(values);
        }
        float[] joined =
                new float[read.stream().mapToInt(values -> values.length).sum()];
        int at = 0;
        for (float[] values : read) {
            System.arraycopy(values, 0, joined, at, values.length);
            at += values.length;
        }
        return joined;
    }

    private TorchValue matrix(int columns, List<Rows> parts) {
        try (Unfinished unfinished = new Unfinished()) {
            long count = parts.stream().mapToLong(Rows::count).sum();
            TorchValue matrix = unfinished.add(TorchValue.zeros(count, columns), TorchValue::close);
            int first = 0;
            for (Rows part : parts) {
                requireShape(part.name(), new WeightShape(part.count(), columns), part.mayHaveMore());
                copy(part, columns, matrix, first);
                first += part.count();
            }
            unfinished.keep();
            return matrix;
        }
    }

    private void copy(Rows part, int columns, TorchValue matrix, int firstTarget) {
        int rowsAtOnce = Math.max(1, Math.min(part.count(), MOST_FLOATS_AT_ONCE / columns));
        if (rows.length < rowsAtOnce * columns) {
            rows = new float[Math.max(MOST_FLOATS_AT_ONCE, rowsAtOnce * columns)];
            memory = direct(rows.length);
        }
        for (int first = 0; first < part.count(); first += rowsAtOnce) {
            int count = Math.min(rowsAtOnce, part.count() - first);
            reader.readRows(part.name(), first, count, rows);
            requireFinite(part.name(), rows, count * columns);
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

    private void requireShape(String name, WeightShape expected, boolean mayHaveMore) {
        WeightShape found = reader.shape(name);
        boolean enough = mayHaveMore && found.rows() >= expected.rows();
        if (found.columns() != expected.columns() || (found.rows() != expected.rows() && !enough)) {
            throw new ModelRefusedException("%s should be %d x %d as the model's configuration says, but is %d x %d"
                    .formatted(name, expected.rows(), expected.columns(), found.rows(), found.columns()));
        }
    }

    private static void requireFinite(String name, float[] values, int count) {
        for (int i = 0; i < count; i++) {
            if (!Float.isFinite(values[i])) {
                throw new ModelRefusedException(
                        "%s has the value %s: the file is damaged, or the training that wrote it failed"
                                .formatted(name, values[i]));
            }
        }
    }

    private static ByteBuffer direct(int floats) {
        return ByteBuffer.allocateDirect(floats * Float.BYTES).order(ByteOrder.nativeOrder());
    }

    private record Rows(String name, int count, boolean mayHaveMore) {}
}
