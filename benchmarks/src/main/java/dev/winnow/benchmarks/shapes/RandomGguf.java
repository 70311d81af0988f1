package dev.winnow.benchmarks.shapes;

import dev.winnow.benchmarks.shapes.FullShape.Weight;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Writes a GGUF file of a shape whose matrices are random Q4_K blocks and whose norms are ones. Nothing of the matrices
 * is ever in memory but a block.
 */
final class RandomGguf {
    private static final int ALIGNMENT = 32;
    private static final int F32 = 0;
    private static final int Q4_K = 12;
    private static final int BLOCK_VALUES = 256;
    private static final int BLOCK_BYTES = 144;
    // Groups' scales and values are 6 and 4 random bits: with these two, weights have a mean of 0 and a deviation of
    // 0.02.
    private static final short SCALE = 0x053e; // 8.0e-5 as f16
    private static final short MINIMUM = 0x10ea; // 7.5 times as much

    private final FullShape shape;
    private final SplittableRandom random = new SplittableRandom(1);
    private int keys;

    private RandomGguf(FullShape shape) {
        this.shape = shape;
    }

    static void write(FullShape shape, Path file) throws IOException {
        new RandomGguf(shape).write(file);
    }

    private void write(Path file) throws IOException {
        List<Weight> weights = shape.weights();
        byte[] values = values();
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        head.writeBytes(buffer(24)
                .putInt(0x46554747)
                .putInt(3)
                .putLong(weights.size())
                .putLong(keys)
                .array());
        head.writeBytes(values);
        long offset = 0;
        for (Weight weight : weights) {
            head.writeBytes(text(weight.name()));
            head.writeBytes(
                    weight.isVector()
                            ? buffer(12).putInt(1).putLong(weight.columns()).array()
                            : buffer(20)
                                    .putInt(2)
                                    .putLong(weight.columns())
                                    .putLong(weight.rows())
                                    .array());
            head.writeBytes(buffer(12)
                    .putInt(weight.isVector() ? F32 : Q4_K)
                    .putLong(offset)
                    .array());
            offset += padded(bytes(weight));
        }
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 20)) {
            out.write(head.toByteArray());
            out.write(new byte[(int) (padded(head.size()) - head.size())]);
            for (Weight weight : weights) {
                write(weight, out);
            }
        }
    }

    private byte[] values() {
        String own = shape.architecture() + ".";
        ByteArrayOutputStream values = new ByteArrayOutputStream();
        string(values, "general.architecture", shape.architecture());
        number(values, own + "block_count", shape.layers());
        number(values, own + "context_length", shape.contextTokens());
        number(values, own + "embedding_length", shape.hidden());
        number(values, own + "feed_forward_length", shape.intermediate());
        number(values, own + "attention.head_count", shape.heads());
        number(values, own + "attention.head_count_kv", shape.kvHeads());
        real(values, own + "attention.layer_norm_rms_epsilon", 1e-5f);
        real(values, own + "rope.freq_base", shape.ropeTheta());
        string(values, "tokenizer.ggml.model", "gpt2");
        string(values, "tokenizer.ggml.pre", "llama-bpe");
        key(values, "tokenizer.ggml.tokens", 9);
        values.writeBytes(buffer(12).putInt(8).putLong(shape.vocabulary()).array());
        IntStream.range(0, shape.vocabulary()).forEach(token -> values.writeBytes(text("t" + token)));
        key(values, "tokenizer.ggml.token_type", 9);
        values.writeBytes(buffer(12).putInt(5).putLong(shape.vocabulary()).array());
        Collections.nCopies(shape.vocabulary(), 1)
                .forEach(type -> values.writeBytes(buffer(4).putInt(type).array()));
        return values.toByteArray();
    }

    private void write(Weight weight, OutputStream out) throws IOException {
        if (weight.isVector()) {
            float value = weight.name().endsWith(".bias") ? 0 : 1;
            byte[] values = new byte[Math.toIntExact(bytes(weight))];
            ByteBuffer view = ByteBuffer.wrap(values).order(ByteOrder.LITTLE_ENDIAN);
            while (view.hasRemaining()) {
                view.putFloat(value);
            }
            out.write(values);
        } else {
            byte[] block = new byte[BLOCK_BYTES];
            ByteBuffer view = ByteBuffer.wrap(block).order(ByteOrder.LITTLE_ENDIAN);
            for (long blocks = weight.values() / BLOCK_VALUES; blocks > 0; blocks--) {
                for (int at = 0; at < BLOCK_BYTES; at += Long.BYTES) {
                    view.putLong(at, random.nextLong());
                }
                view.putShort(0, SCALE).putShort(2, MINIMUM);
                out.write(block);
            }
        }
        out.write(new byte[(int) (padded(bytes(weight)) - bytes(weight))]);
    }

    private static long bytes(Weight weight) {
        return weight.isVector() ? (long) weight.columns() * Float.BYTES : weight.values() / BLOCK_VALUES * BLOCK_BYTES;
    }

    private static long padded(long bytes) {
        return (bytes + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    }

    private void string(ByteArrayOutputStream out, String name, String value) {
        key(out, name, 8);
        out.writeBytes(text(value));
    }

    private void number(ByteArrayOutputStream out, String name, int value) {
        key(out, name, 4);
        out.writeBytes(buffer(4).putInt(value).array());
    }

    private void real(ByteArrayOutputStream out, String name, float value) {
        key(out, name, 6);
        out.writeBytes(buffer(4).putFloat(value).array());
    }

    private void key(ByteArrayOutputStream out, String name, int type) {
        keys++;
        out.writeBytes(text(name));
        out.writeBytes(buffer(4).putInt(type).array());
    }

    private static byte[] text(String value) {
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        return buffer(Long.BYTES + bytes.length)
                .putLong(bytes.length)
                .put(bytes)
                .array();
    }

    private static ByteBuffer buffer(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }
}
