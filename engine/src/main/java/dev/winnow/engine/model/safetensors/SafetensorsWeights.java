package dev.winnow.engine.model.safetensors;

import dev.winnow.engine.model.ModelRefusedException;
import dev.winnow.engine.model.WeightReader;
import dev.winnow.engine.model.WeightShape;
import java.util.Map;
import java.util.Objects;

/** Reads weights from open files. Thread-safe. */
public final class SafetensorsWeights implements WeightReader {
    private static final int CHUNK_VALUES = 1 << 18;

    private final String model;
    private final Map<String, SafetensorsTensor> tensors;

    /** Takes open files' tensors; those of codes cannot be read as numbers. */
    public SafetensorsWeights(String model, Map<String, SafetensorsTensor> tensors) {
        this.model = model;
        this.tensors = Map.copyOf(tensors);
    }

    @Override
    public boolean has(String name) {
        return tensors.containsKey(name);
    }

    @Override
    public WeightShape shape(String name) {
        return tensor(name).shape();
    }

    @Override
    public void readRows(String name, int firstRow, int rows, float[] target) {
        SafetensorsTensor tensor = tensor(name);
        int columns = tensor.shape().columns();
        Objects.checkFromIndexSize(firstRow, rows, tensor.shape().rows());
        long values = (long) rows * columns;
        Objects.checkFromToIndex(0L, values, target.length);
        int width = tensor.type().bytes();
        long position = tensor.position() + (long) firstRow * columns * width;
        byte[] bytes = new byte[(int) Math.min(values, CHUNK_VALUES) * width];
        for (int done = 0; done < values; ) {
            int part = (int) Math.min(values - done, CHUNK_VALUES);
            tensor.file().read(position + (long) done * width, bytes, part * width);
            tensor.type().decode(bytes, part, target, done);
            done += part;
        }
    }

    private SafetensorsTensor tensor(String name) {
        SafetensorsTensor tensor = tensors.get(name);
        if (tensor == null) {
            throw new ModelRefusedException("%s has no weight %s".formatted(model, name));
        }
        return tensor;
    }
}
