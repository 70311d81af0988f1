package dev.winnow.engine.decoder;

import static java.util.Objects.requireNonNull;

import dev.winnow.engine.model.DecoderShape;
import dev.winnow.engine.model.LoadableAdapter;
import dev.winnow.engine.model.ModelRefusedException;
import dev.winnow.engine.model.WeightReader;
import dev.winnow.engine.model.WeightShape;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;

/** An adapter with random factors, in memory. */
public final class TinyAdapter implements LoadableAdapter, WeightReader {
    private final Map<String, WeightShape> shapes = new LinkedHashMap<>();
    private final Map<String, float[]> values = new LinkedHashMap<>();
    private final Set<String> projections = new LinkedHashSet<>();
    private final SplittableRandom random;
    private boolean closed;

    private TinyAdapter(long seed) {
        random = new SplittableRandom(seed);
    }

    /** An adapter of all projections whose names end in one of these, or of all. */
    public static TinyAdapter of(DecoderShape shape, int rank, long seed, String... ends) {
        TinyAdapter adapter = new TinyAdapter(seed);
        for (int layer = 0; layer < shape.layers(); layer++) {
            for (Projection projection : Projection.ofLayer(shape, layer)) {
                for (Projection.Part part : projection.parts()) {
                    if (ends.length == 0 || Set.of(ends).stream().anyMatch(part.name()::endsWith)) {
                        adapter.add(part.name(), rank, projection.inputs(), part.outputs());
                    }
                }
            }
        }
        return adapter;
    }

    /** Adds factors of a projection, or puts them in the place of others. */
    public TinyAdapter add(String projection, int rank, int inputs, int outputs) {
        projections.add(projection);
        put(projection + DOWN, rank, inputs);
        put(projection + UP, outputs, rank);
        return this;
    }

    /** Puts another value in the place of a factor's first. */
    TinyAdapter spoilt(String factor, float value) {
        requireNonNull(values.get(factor))[0] = value;
        return this;
    }

    private void put(String name, int rows, int columns) {
        float[] factor = new float[rows * columns];
        for (int i = 0; i < factor.length; i++) {
            factor[i] = (float) (0.2 * (2 * random.nextDouble() - 1));
        }
        shapes.put(name, new WeightShape(rows, columns));
        values.put(name, factor);
    }

    /** The weights with this adapter merged into them. */
    WeightReader mergedInto(WeightReader base) {
        return new WeightReader() {
            @Override
            public boolean has(String name) {
                return base.has(name);
            }

            @Override
            public WeightShape shape(String name) {
                return base.shape(name);
            }

            @Override
            public void readRows(String name, int firstRow, int rows, float[] target) {
                base.readRows(name, firstRow, rows, target);
                String projection = name.replaceAll("\\.weight$", "");
                if (projections.contains(projection)) {
                    addProduct(projection, firstRow, rows, base.shape(name).columns(), target);
                }
            }
        };
    }

    private void addProduct(String projection, int firstRow, int rows, int columns, float[] target) {
        float[] down = requireNonNull(values.get(projection + DOWN));
        float[] up = requireNonNull(values.get(projection + UP));
        int rank = shape(projection + DOWN).rows();
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < columns; column++) {
                double sum = 0;
                for (int k = 0; k < rank; k++) {
                    sum += up[(firstRow + row) * rank + k] * down[k * columns + column];
                }
                target[row * columns + column] += (float) (scale() * sum);
            }
        }
    }

    @Override
    public double scale() {
        return 1.5;
    }

    @Override
    public Set<String> projections() {
        return projections;
    }

    @Override
    public WeightReader factors() {
        return this;
    }

    @Override
    public boolean has(String name) {
        return values.containsKey(name);
    }

    @Override
    public WeightShape shape(String name) {
        WeightShape shape = shapes.get(name);
        if (shape == null) {
            throw new ModelRefusedException("no factor " + name);
        }
        return shape;
    }

    @Override
    public void readRows(String name, int firstRow, int rows, float[] target) {
        int columns = shape(name).columns();
        System.arraycopy(requireNonNull(values.get(name)), firstRow * columns, target, 0, rows * columns);
    }

    boolean isClosed() {
        return closed;
    }

    @Override
    public void close() {
        closed = true;
    }
}
