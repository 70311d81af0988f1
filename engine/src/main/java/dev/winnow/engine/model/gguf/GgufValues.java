package dev.winnow.engine.model.gguf;

import dev.winnow.engine.model.WeightFile;

/** Reads and dequantizes what lies in tensors of an open file, as it lies there. Thread-safe. */
record GgufValues(WeightFile file) {
    private static final int CHUNK_BYTES = 1 << 20;

    /** Decodes some rows into the front of {@code target}. */
    void read(GgufTensor tensor, int firstRow, int rows, float[] target) {
        GgufType type = tensor.type();
        long blocks = (long) rows * tensor.shape().columns() / type.blockValues();
        long position = tensor.position() + firstRow * tensor.rowBytes();
        int mostBlocks = CHUNK_BYTES / type.blockBytes();
        byte[] bytes = new byte[(int) Math.min(blocks, mostBlocks) * type.blockBytes()];
        for (long done = 0; done < blocks; ) {
            int part = (int) Math.min(blocks - done, mostBlocks);
            file.read(position + done * type.blockBytes(), bytes, part * type.blockBytes());
            type.decode(bytes, 0, part, target, (int) (done * type.blockValues()));
            done += part;
        }
    }
}
