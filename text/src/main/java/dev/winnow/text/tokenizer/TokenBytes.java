package dev.winnow.text.tokenizer;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** How a vocabulary writes bytes as text. */
enum TokenBytes {
    /** GPT-2's: each byte is one printable character (SmolLM2, Qwen2, Llama 3). */
    BYTE_LEVEL {
        @Override
        byte @Nullable [] of(String token) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream(token.length());
            for (int i = 0; i < token.length(); i++) {
                char written = token.charAt(i);
                int b = written < BYTE_OF_CHAR.length ? BYTE_OF_CHAR[written] : -1;
                if (b < 0) {
                    return null;
                }
                bytes.write(b);
            }
            return bytes.toByteArray();
        }
    },

    /** SentencePiece's: UTF-8 with U+2581 for a space, and {@code <0x0A>} for a single byte (TinyLlama, Llama 2). */
    SENTENCE_PIECE {
        @Override
        byte @Nullable [] of(String token) {
            Matcher single = SINGLE_BYTE.matcher(token);
            if (single.matches()) {
                return new byte[] {(byte) Integer.parseInt(single.group(1), 16)};
            }
            return token.replace('\u2581', ' ').getBytes(StandardCharsets.UTF_8);
        }
    };

    private static final Pattern SINGLE_BYTE = Pattern.compile("<0x([0-9A-Fa-f]{2})>");
    private static final int[] BYTE_OF_CHAR = byteOfChar();

    /** The bytes of a token, null where it stands for none. */
    abstract byte @Nullable [] of(String token);

    /** GPT-2's map: printable Latin-1 stands for itself, the other bytes for U+0100 and on, in order. */
    private static int[] byteOfChar() {
        int[] bytes = new int[512];
        Arrays.fill(bytes, -1);
        int next = 256;
        for (int b = 0; b < 256; b++) {
            boolean printable = (b >= '!' && b <= '~') || (b >= 0xA1 && b <= 0xAC) || b >= 0xAE;
            bytes[printable ? b : next++] = b;
        }
        return bytes;
    }
}
