package dev.winnow.engine.model.gguf;

import dev.winnow.engine.model.DecoderShape;
import dev.winnow.engine.model.ModelRefusedException;
import dev.winnow.engine.model.WeightFile;
import dev.winnow.engine.model.WeightReader;
import dev.winnow.engine.model.WeightShape;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads and dequantizes weights from a GGUF file. Thread-safe. */
final class GgufWeights implements WeightReader {
    private static final Pattern ROTARY = Pattern.compile("model\\.layers\\.\\d+\\.self_attn\\.[qk]_proj\\.weight");

    private final WeightFile file;
    private final GgufHeader header;
    private final GgufValues values;
    private final DecoderShape shape;
    private final boolean interleaved;

    /**
     * Reads from an open file, which stays the caller's.
     *
     * @param interleaved whether a head's rotary pairs lie side by side in the file, as in the llama architecture
     */
    GgufWeights(WeightFile file, GgufHeader header, DecoderShape shape, boolean interleaved) {
        this.file = file;
        this.header = header;
        this.values = new GgufValues(file);
        this.shape = shape;
        this.interleaved = interleaved;
    }

    @Override
    public boolean has(String name) {
        return find(name).isPresent();
    }

    @Override
    public WeightShape shape(String name) {
        return tensor(name).shape();
    }

    @Override
    public void readRows(String name, int firstRow, int rows, float[] target) {
        GgufTensor tensor = tensor(name);
        int columns = tensor.shape().columns();
        Objects.checkFromIndexSize(firstRow, rows, tensor.shape().rows());
        Objects.checkFromToIndex(0L, (long) rows * columns, target.length);
        if (interleaved && ROTARY.matcher(name).matches()) {
            readRotary(tensor, firstRow, rows, target);
        } else {
            values.read(tensor, firstRow, rows, target);
        }
    }

    /**
     * Undoes llama.cpp's order. Row {@code 2i} of a head in the file is row {@code i} in Hugging Face's order, row
     * {@code 2i + 1} is row {@code headDim / 2 + i}.
     */
    private void readRotary(GgufTensor tensor, int firstRow, int rows, float[] target) {
        int headDim = shape.headDim();
        int columns = tensor.shape().columns();
        float[] head = new float[headDim * columns];
        int decoded = -1;
        for (int i = 0; i < rows; i++) {
            int row = firstRow + i;
            if (row / headDim != decoded) {
                decoded = row / headDim;
                values.read(tensor, decoded * headDim, headDim, head);
            }
            int inHead = row % headDim;
            int half = headDim / 2;
            int stored = inHead < half ? 2 * inHead : 2 * (inHead - half) + 1;
            System.arraycopy(head, stored * columns, target, i * columns, columns);
        }
    }

    private GgufTensor tensor(String name) {
        return find(name)
                .orElseThrow(() -> new ModelRefusedException(
                        "%s has no weight %s".formatted(file.path().getFileName(), name)));
    }

    private Optional<GgufTensor> find(String name) {
        return GgufNames.of(name).map(header.tensors()::get);
    }
}
