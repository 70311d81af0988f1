package dev.winnow.text.constraint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.winnow.text.tokenizer.Vocabulary;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.function.BiFunction;

/** One output, written by somebody who takes any token that is allowed. */
final class Walk {
    private final Vocabulary vocabulary;
    private final Cursor cursor;
    private final Random random;
    private final long[] mask;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private int tokens;

    Walk(Vocabulary vocabulary, Cursor cursor, Random random) {
        this.vocabulary = vocabulary;
        this.cursor = cursor;
        this.random = random;
        this.mask = new long[(vocabulary.size() + 63) / 64 + 1];
    }

    /** Chooses among tokens, given how often each is allowed. */
    interface Taste extends BiFunction<int[], Random, Integer> {}

    /** Any token is as good as another. */
    static final Taste UNIFORM = (allowed, random) -> allowed[random.nextInt(allowed.length)];

    /** Never ends a string or a list if it can help it. */
    static Taste endless(Vocabulary vocabulary) {
        return (allowed, random) -> {
            for (int attempt = 0; attempt < 8; attempt++) {
                int token = allowed[random.nextInt(allowed.length)];
                String text = new String(bytesOf(vocabulary, token), StandardCharsets.ISO_8859_1);
                if (!text.contains("\"") && !text.contains("]") && !text.contains("}")) {
                    return token;
                }
            }
            return allowed[random.nextInt(allowed.length)];
        };
    }

    static byte[] bytesOf(Vocabulary vocabulary, int token) {
        byte[] own = vocabulary.bytes(token);
        return own == null ? new byte[0] : own;
    }

    /** Goes on to the end. Takes forced tokens as often as not, since both ways must hold. */
    String run(Taste taste) {
        while (!cursor.finished()) {
            int[] forced = cursor.forced();
            if (forced.length > 0 && random.nextBoolean()) {
                for (int token : forced) {
                    accept(token);
                }
            } else {
                accept(taste.apply(allowed(), random));
            }
        }
        return text();
    }

    /** Ends as soon as an engine could, taking the model's own way otherwise. */
    String runUntilItMayEnd(Taste taste) {
        while (!cursor.mayEnd()) {
            accept(taste.apply(allowed(), random));
        }
        return text();
    }

    int tokens() {
        return tokens;
    }

    int[] allowed() {
        java.util.Arrays.fill(mask, -1L);
        cursor.allow(mask);
        int[] allowed = java.util.stream.IntStream.range(0, mask.length * 64)
                .filter(token -> (mask[token >> 6] >> (token & 63) & 1) != 0)
                .toArray();
        assertThat(allowed).as("some token is allowed after %s", bytes).isNotEmpty();
        refuseSomeOther(allowed);
        return allowed;
    }

    /** A token that the mask leaves out is not accepted either, and changes nothing. */
    private void refuseSomeOther(int[] allowed) {
        int token = random.nextInt(vocabulary.size());
        if (java.util.Arrays.binarySearch(allowed, token) < 0) {
            assertThatIllegalArgumentException().isThrownBy(() -> cursor.accept(token));
        }
    }

    private void accept(int token) {
        cursor.accept(token);
        bytes.writeBytes(bytesOf(vocabulary, token));
        tokens++;
    }

    private String text() {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes.toByteArray()))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new AssertionError("no UTF-8: " + bytes, e);
        }
    }
}
