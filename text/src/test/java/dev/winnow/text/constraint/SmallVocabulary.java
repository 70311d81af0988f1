package dev.winnow.text.constraint;

import dev.winnow.text.tokenizer.TextEncoder;
import dev.winnow.text.tokenizer.Vocabulary;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Vocabularies that tests make up, with an encoder that always takes the longest token that fits. */
final class SmallVocabulary implements TextEncoder {
    private final List<byte @Nullable []> tokens = new ArrayList<>();
    private final Map<Byte, List<Integer>> byFirstByte = new ConcurrentHashMap<>();

    /** A token for every byte, and a control token, which stands for none. */
    static SmallVocabulary ofAllBytes() {
        SmallVocabulary vocabulary = new SmallVocabulary();
        vocabulary.tokens.add(null);
        for (int value = 0; value < 256; value++) {
            vocabulary.tokens.add(new byte[] {(byte) value});
        }
        return vocabulary;
    }

    static SmallVocabulary of(String... texts) {
        return new SmallVocabulary().with(texts);
    }

    SmallVocabulary with(String... texts) {
        for (String text : texts) {
            tokens.add(text.getBytes(StandardCharsets.UTF_8));
        }
        return this;
    }

    SmallVocabulary withBytes(int... bytes) {
        byte[] token = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            token[i] = (byte) bytes[i];
        }
        tokens.add(token);
        return this;
    }

    /** Tokens cut from a text anywhere, also within characters. */
    SmallVocabulary withPiecesOf(String text, int count, Random random) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < count; i++) {
            int from = random.nextInt(bytes.length - 1);
            int to = Math.min(bytes.length, from + 2 + random.nextInt(5));
            tokens.add(Arrays.copyOfRange(bytes, from, to));
        }
        return this;
    }

    Vocabulary vocabulary() {
        return new Vocabulary(tokens);
    }

    ConstraintCompiler compiler() {
        return new ConstraintCompiler(vocabulary(), this);
    }

    int size() {
        return tokens.size();
    }

    /** The first token that is exactly this text. */
    int id(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < tokens.size(); i++) {
            if (Arrays.equals(tokens.get(i), bytes)) {
                return i;
            }
        }
        throw new IllegalArgumentException("no token " + text);
    }

    byte[] bytes(int token) {
        byte[] bytes = tokens.get(token);
        return bytes == null ? new byte[0] : bytes;
    }

    @Override
    public int[] encode(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        List<Integer> ids = new ArrayList<>();
        for (int at = 0; at < bytes.length; at += bytes(ids.get(ids.size() - 1)).length) {
            ids.add(longestAt(bytes, at));
        }
        return ids.stream().mapToInt(Integer::intValue).toArray();
    }

    private int longestAt(byte[] text, int at) {
        int best = -1;
        for (int token : beginningWith(text[at])) {
            byte[] bytes = bytes(token);
            boolean fits = at + bytes.length <= text.length
                    && Arrays.equals(bytes, 0, bytes.length, text, at, at + bytes.length);
            if (fits && (best < 0 || bytes.length > bytes(best).length)) {
                best = token;
            }
        }
        if (best < 0) {
            throw new IllegalArgumentException("no token at byte " + at);
        }
        return best;
    }

    private List<Integer> beginningWith(byte first) {
        return byFirstByte.computeIfAbsent(first, value -> IntStream.range(0, tokens.size())
                .filter(token -> bytes(token).length > 0 && bytes(token)[0] == value)
                .boxed()
                .toList());
    }

    byte[] spell(Iterable<Integer> ids) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ids.forEach(id -> out.writeBytes(bytes(id)));
        return out.toByteArray();
    }
}
