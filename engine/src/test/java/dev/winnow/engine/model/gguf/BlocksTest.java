package dev.winnow.engine.model.gguf;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Each quantization against values computed by hand from ggml's definition of its block. */
class BlocksTest {
    private static final short HALF = 0x3800; // 0.5 as f16
    private static final short MINUS_TWO = (short) 0xc000; // -2 as f16

    @Test
    void f32_f16_and_bf16_are_themselves() {
        assertThat(decode(GgufType.F32, buffer(8).putFloat(1.5f).putFloat(-3e-9f)))
                .containsExactly(1.5f, -3e-9f);
        assertThat(decode(GgufType.F16, buffer(4).putShort(HALF).putShort(MINUS_TWO)))
                .containsExactly(0.5f, -2f);
        assertThat(decode(GgufType.BF16, buffer(4).putShort((short) 0x3fc0).putShort((short) 0xc000)))
                .containsExactly(1.5f, -2f);
    }

    @Test
    void f16_covers_zeros_subnormals_and_the_ends() {
        ByteBuffer source = buffer(12)
                .putShort((short) 0x8000)
                .putShort((short) 0x0001)
                .putShort((short) 0x03ff)
                .putShort((short) 0x7bff)
                .putShort((short) 0xfc00)
                .putShort((short) 0x7e00);

        assertThat(decode(GgufType.F16, source))
                .containsExactly(-0f, 0x1p-24f, 1023 * 0x1p-24f, 65_504f, Float.NEGATIVE_INFINITY, Float.NaN);
    }

    @Test
    void q8_0_is_scale_times_signed_byte() {
        ByteBuffer source = buffer(34).putShort(HALF);
        for (int i = 0; i < 32; i++) {
            source.put((byte) (i == 31 ? -128 : i));
        }

        float[] values = decode(GgufType.Q8_0, source);

        assertThat(values[0]).isZero();
        assertThat(values[7]).isEqualTo(3.5f);
        assertThat(values[31]).isEqualTo(-64f);
    }

    @Test
    void q4_0_holds_the_second_half_in_the_high_bits_around_eight() {
        float[] values = decode(GgufType.Q4_0, nibbles(buffer(18).putShort(HALF)));

        // Byte i holds i in its low and 15 - i in its high bits.
        assertThat(values[0]).isEqualTo(-4f);
        assertThat(values[15]).isEqualTo(3.5f);
        assertThat(values[16]).isEqualTo(3.5f);
        assertThat(values[31]).isEqualTo(-4f);
    }

    @Test
    void q4_1_adds_a_minimum() {
        float[] values = decode(GgufType.Q4_1, nibbles(buffer(20).putShort(HALF).putShort(MINUS_TWO)));

        assertThat(values[0]).isEqualTo(-2f);
        assertThat(values[15]).isEqualTo(5.5f);
        assertThat(values[16]).isEqualTo(5.5f);
        assertThat(values[31]).isEqualTo(-2f);
    }

    @Test
    void q6_k_joins_low_and_high_bits_and_scales_each_sixteen() {
        byte[] block = new byte[210];
        Arrays.fill(block, 192, 208, (byte) 1);
        block[0] = (byte) 0xa5; // value 0 has low bits 5, value 64 has low bits 10
        block[32] = 0x3f; // value 32 has low bits 15, value 96 has low bits 3
        block[128] = (byte) 0b11_10_01_00; // high bits of values 96, 64, 32 and 0
        block[64 + 31] = 0x07; // in the second half, the last of the first run: value 128 + 31
        block[192 + 8 + 1] = -3; // its scale
        ByteBuffer.wrap(block).order(ByteOrder.LITTLE_ENDIAN).putShort(208, HALF);

        float[] values = decode(GgufType.Q6_K, ByteBuffer.wrap(block));

        assertThat(values).hasSize(256);
        assertThat(values[0]).isEqualTo(0.5f * (5 - 32));
        assertThat(values[32]).isEqualTo(0.5f * (15 + 16 - 32));
        assertThat(values[64]).isEqualTo(0.5f * (10 + 32 - 32));
        assertThat(values[96]).isEqualTo(0.5f * (3 + 48 - 32));
        assertThat(values[128 + 31]).isEqualTo(0.5f * -3 * (7 - 32));
        assertThat(values[255]).isEqualTo(-16f);
    }

    @Test
    void blocks_follow_each_other() {
        ByteBuffer source = buffer(68).putShort(HALF).put(new byte[32]).putShort(HALF);
        source.put(34 + 2, (byte) 9);

        assertThat(decode(GgufType.Q8_0, source)[32]).isEqualTo(4.5f);
    }

    private static float[] decode(GgufType type, ByteBuffer source) {
        byte[] bytes = new byte[source.capacity()];
        source.rewind().get(bytes);
        int blocks = bytes.length / type.blockBytes();
        float[] values = new float[blocks * type.blockValues()];
        type.decode(bytes, 0, blocks, values, 0);
        return values;
    }

    private static ByteBuffer nibbles(ByteBuffer head) {
        for (int i = 0; i < 16; i++) {
            head.put((byte) (i | (15 - i) << 4));
        }
        return head;
    }

    private static ByteBuffer buffer(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }
}
