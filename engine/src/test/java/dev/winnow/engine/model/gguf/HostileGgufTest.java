package dev.winnow.engine.model.gguf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.winnow.engine.model.LoadableModel;
import dev.winnow.engine.model.ModelRefusedException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Damaged and hostile files end in a sentence, never in a crash or in memory taken for what a header only claims. */
class HostileGgufTest {
    private static final long HUGE = 1L << 62;

    @TempDir
    Path folder;

    static Stream<Arguments> corruptions() {
        return Stream.of(
                bytes("an empty file", file -> new byte[0], "takes 4 bytes, but only 0 are left"),
                model("another magic", file -> file.magic(0x04034b50), "not a GGUF file"),
                model("version 1", file -> file.version(1), "the GGUF version is 1"),
                model("a big-endian file", file -> file.version(0x03000000), "little-endian"),
                bytes("2^62 tensors", file -> put(file, 8, HUGE), "the number of tensors is 4611686018427387904"),
                bytes("-1 tensors", file -> put(file, 8, -1), "the number of tensors is 18446744073709551615"),
                bytes("2^62 keys", file -> put(file, 16, HUGE), "the number of keys is 4611686018427387904"),
                bytes("65,536 keys that are not there", file -> put(file, 16, 65_536), ""),
                bytes("a first key of 2^62 bytes", file -> put(file, 24, HUGE), "the length of the name of key 0"),
                model(
                        "an array of 2^62 numbers",
                        file -> file.raw("x", 9, array(4, HUGE)),
                        "the number of elements of x"),
                model(
                        "an array of 3,000,000 numbers that are not there",
                        file -> file.raw("x", 9, array(4, 3_000_000)),
                        "x takes 12000000 bytes"),
                model("an array of arrays", file -> file.raw("x", 9, array(9, 1)), "array of arrays"),
                model("an unknown value type", file -> file.raw("x", 77, new byte[8]), "unknown type 77"),
                model("an unknown element type", file -> file.raw("x", 9, array(77, 1)), "unknown type 77"),
                model("a string of 2^40 bytes", file -> file.raw("x", 8, number(1L << 40)), "the length of x"),
                model("a string that is no UTF-8", file -> file.raw("x", 8, invalidText()), "not UTF-8"),
                model("an alignment of 0", file -> file.number("general.alignment", 0), "power of two"),
                model("an alignment of 48", file -> file.number("general.alignment", 48), "power of two"),
                model(
                        "nine dimensions",
                        file -> file.tensor("x", 0, new byte[4], 1, 1, 1, 1, 1, 1, 1, 1, 1),
                        "9 dimensions"),
                model(
                        "three dimensions in use",
                        file -> file.tensor("x", 0, new byte[32], 2, 2, 2),
                        "more than two dimensions"),
                model("a dimension of 0", file -> file.tensor("x", 0, new byte[4], 0), "dimension 0 of x is 0"),
                model("a dimension of 2^62", file -> file.tensor("x", 0, new byte[4], HUGE), "dimension 0 of x"),
                model(
                        "dimensions whose product overflows",
                        file -> file.tensor("x", 0, new byte[4], Integer.MAX_VALUE, Integer.MAX_VALUE),
                        "more than any file holds"),
                model(
                        "a tensor beyond the file",
                        file -> file.tensor("x", 0, new byte[4], 1_000_000),
                        "beyond the end"),
                model(
                        "an offset beyond the file",
                        file -> file.offset("output_norm.weight", 1L << 40),
                        "beyond the end"),
                model(
                        "an offset near 2^63",
                        file -> file.offset("output_norm.weight", Long.MAX_VALUE - 31),
                        "beyond the end"),
                model(
                        "a negative offset",
                        file -> file.offset("output_norm.weight", -32),
                        "the offset of output_norm.weight"),
                model(
                        "an offset out of alignment",
                        file -> file.offset("output_norm.weight", 8),
                        "no multiple of the alignment"),
                model("two tensors in one place", file -> file.offset("output_norm.weight", 0), "overlap"),
                model("a type that is not read", file -> file.tensor("x", 23, new byte[136], 256), "stored as IQ4_XS"),
                model("a type that nobody knows", file -> file.tensor("x", 99, new byte[4], 1), "unknown type 99"),
                model("half a block", file -> file.tensor("x", 8, new byte[34], 33), "no multiple of the 32"),
                model("no architecture", file -> file.without("general.architecture"), "lacks general.architecture"),
                model(
                        "another architecture",
                        file -> file.string("general.architecture", "mamba"),
                        "the architecture is 'mamba'; Winnow runs llama, qwen2, qwen3"),
                model(
                        "a size as text",
                        file -> file.string("llama.block_count", "2"),
                        "llama.block_count must be of type"),
                model("no size", file -> file.without("llama.embedding_length"), "lacks llama.embedding_length"),
                model("no heads", file -> file.number("llama.attention.head_count", 0), "heads must be from 1"),
                model(
                        "more layers than weights",
                        file -> file.number("llama.block_count", 16_000_000),
                        "no weight model.layers.2."),
                model("a wrong width", file -> file.number("llama.feed_forward_length", 32), "ask for 32 x 8"),
                model(
                        "a missing weight",
                        file -> file.withoutTensor("blk.1.ffn_up.weight"),
                        "no weight model.layers.1.mlp.up_proj"),
                model("no embeddings", file -> file.withoutTensor("token_embd.weight"), "token_embd.weight"),
                model(
                        "an epsilon that is no number",
                        file -> file.real("llama.attention.layer_norm_rms_epsilon", Float.NaN),
                        "which is no number"),
                model(
                        "scaled positions",
                        file -> file.string("llama.rope.scaling.type", "yarn"),
                        "rotary positions (yarn)"),
                model(
                        "scaled frequencies of other heads",
                        file -> file.tensor("rope_freqs.weight", new float[3], 3),
                        "rope_freqs.weight should have 2 values for heads of 4"),
                model(
                        "frequencies divided by nothing",
                        file -> file.tensor("rope_freqs.weight", new float[2], 2),
                        "not by 0.0"),
                model(
                        "positions scaled by no number",
                        file -> file.real("llama.rope.scaling.factor", Float.NaN),
                        "not by NaN"),
                model(
                        "a rotary base below 1",
                        file -> file.real("llama.rope.freq_base", 0.5f),
                        "rotary base must be from 1"),
                model(
                        "a sliding window",
                        file -> file.number("llama.attention.sliding_window", 4096),
                        "sliding window"),
                model("experts", file -> file.number("llama.expert_count", 8), "mixture of experts"),
                model(
                        "half-rotated heads",
                        file -> file.number("llama.rope.dimension_count", 2),
                        "rope.dimension_count is 2"),
                model(
                        "more tokens than embeddings",
                        file -> file.strings("tokenizer.ggml.tokens", Arrays.asList("abcdefghi".split(""))),
                        "9 tokens, but the embedding table only 8"),
                model(
                        "an end token beyond",
                        file -> file.number("tokenizer.ggml.eos_token_id", 8),
                        "eos_token_id is 8"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("corruptions")
    void corruption_is_named(String what, byte[] file, String message) throws IOException {
        assertThatThrownBy(() -> openAndUse(file))
                .isInstanceOf(ModelRefusedException.class)
                .hasMessageContaining(message);
    }

    @Test
    void file_cut_off_anywhere_is_refused() throws IOException {
        byte[] whole = TinyGguf.llama().bytes();
        for (int length = 0; length < whole.length; length += 31) {
            byte[] cut = Arrays.copyOf(whole, length);
            assertThatThrownBy(() -> openAndUse(cut)).isInstanceOf(ModelRefusedException.class);
        }
    }

    @Test
    void random_damage_is_refused_or_harmless() throws IOException {
        byte[] whole = TinyGguf.llama().bytes();
        Random random = new Random(1);
        for (int i = 0; i < 500; i++) {
            byte[] damaged = whole.clone();
            for (int hits = 1 + random.nextInt(4); hits > 0; hits--) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
            }
            try {
                openAndUse(damaged);
            } catch (ModelRefusedException expected) {
                assertThat(expected).hasMessageContaining("Hostile.gguf");
            }
        }
    }

    private void openAndUse(byte[] file) throws IOException {
        try (LoadableModel model = GgufModel.open(Files.write(folder.resolve("Hostile.gguf"), file))) {
            model.endTokens();
            model.text();
            for (String name : List.of("model.embed_tokens.weight", "model.layers.0.self_attn.q_proj.weight")) {
                model.weights().read(name);
            }
        }
    }

    private static Arguments model(String what, UnaryOperator<GgufBytes> corruption, String message) {
        return Arguments.of(what, corruption.apply(TinyGguf.llama()).bytes(), message);
    }

    private static Arguments bytes(String what, UnaryOperator<byte[]> corruption, String message) {
        return Arguments.of(what, corruption.apply(TinyGguf.llama().bytes()), message);
    }

    private static byte[] put(byte[] file, int at, long value) {
        ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).putLong(at, value);
        return file;
    }

    private static byte[] array(int type, long length) {
        byte[] bytes = new byte[12];
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putInt(type).putLong(length);
        return bytes;
    }

    private static byte[] number(long value) {
        return put(new byte[8], 0, value);
    }

    private static byte[] invalidText() {
        byte[] bytes = put(new byte[10], 0, 2);
        bytes[8] = (byte) 0xc3;
        bytes[9] = (byte) 0x28;
        return bytes;
    }
}
