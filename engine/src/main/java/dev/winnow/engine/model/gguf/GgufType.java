package dev.winnow.engine.model.gguf;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** How the values of a tensor are stored: in blocks, each of some values in some bytes. */
enum GgufType {
    F32(0, 1, 4),
    F16(1, 1, 2),
    Q4_0(2, 32, 18),
    Q4_1(3, 32, 20),
    Q5_0(6, 32, 22),
    Q5_1(7, 32, 24),
    Q8_0(8, 32, 34),
    Q2_K(10, 256, 84),
    Q3_K(11, 256, 110),
    Q4_K(12, 256, 144),
    Q5_K(13, 256, 176),
    Q6_K(14, 256, 210),
    BF16(30, 1, 2);

    // What ggml knows beyond the types above, so that a refusal can say the name that a model page uses.
    private static final Map<Integer, String> OTHERS = Map.ofEntries(
            Map.entry(9, "Q8_1"),
            Map.entry(15, "Q8_K"),
            Map.entry(16, "IQ2_XXS"),
            Map.entry(17, "IQ2_XS"),
            Map.entry(18, "IQ3_XXS"),
            Map.entry(19, "IQ1_S"),
            Map.entry(20, "IQ4_NL"),
            Map.entry(21, "IQ3_S"),
            Map.entry(22, "IQ2_S"),
            Map.entry(23, "IQ4_XS"),
            Map.entry(24, "I8"),
            Map.entry(25, "I16"),
            Map.entry(26, "I32"),
            Map.entry(27, "I64"),
            Map.entry(28, "F64"),
            Map.entry(29, "IQ1_M"),
            Map.entry(34, "TQ1_0"),
            Map.entry(35, "TQ2_0"),
            Map.entry(39, "MXFP4"));

    private final int code;
    private final int blockValues;
    private final int blockBytes;

    GgufType(int code, int blockValues, int blockBytes) {
        this.code = code;
        this.blockValues = blockValues;
        this.blockBytes = blockBytes;
    }

    /** The type of a code in the file, if it can be read. */
    static Optional<GgufType> of(int code) {
        return Arrays.stream(values()).filter(type -> type.code == code).findFirst();
    }

    /** What a code is called, readable or not. */
    static String nameOf(int code) {
        return of(code).map(GgufType::name).orElseGet(() -> OTHERS.getOrDefault(code, "unknown type " + code));
    }

    /** The types that can be read, for messages. */
    static String readable() {
        return Arrays.stream(values()).map(GgufType::name).collect(Collectors.joining(", "));
    }

    int blockValues() {
        return blockValues;
    }

    int blockBytes() {
        return blockBytes;
    }

    /** The bytes of a row, whose length is a multiple of {@link #blockValues}. */
    long rowBytes(int columns) {
        return (long) columns / blockValues * blockBytes;
    }

    /** Decodes blocks from {@code source} at {@code from} into {@code target} at {@code to}. */
    void decode(byte[] source, int from, int blocks, float[] target, int to) {
        switch (this) {
            case F32 -> Blocks.f32(source, from, blocks, target, to);
            case F16 -> Blocks.f16(source, from, blocks, target, to);
            case BF16 -> Blocks.bf16(source, from, blocks, target, to);
            case Q4_0 -> Blocks.q4Zero(source, from, blocks, target, to);
            case Q4_1 -> Blocks.q4One(source, from, blocks, target, to);
            case Q8_0 -> Blocks.q8Zero(source, from, blocks, target, to);
            case Q5_0 -> Blocks.q5Zero(source, from, blocks, target, to);
            case Q5_1 -> Blocks.q5One(source, from, blocks, target, to);
            case Q2_K -> KBlocks.q2(source, from, blocks, target, to);
            case Q3_K -> KBlocks.q3(source, from, blocks, target, to);
            case Q4_K -> KBlocks.q4(source, from, blocks, target, to);
            case Q5_K -> KBlocks.q5(source, from, blocks, target, to);
            case Q6_K -> KBlocks.q6(source, from, blocks, target, to);
        }
    }
}
