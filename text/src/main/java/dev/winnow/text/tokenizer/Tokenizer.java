package dev.winnow.text.tokenizer;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import ai.djl.huggingface.tokenizers.jni.LibUtils;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;

/**
 * The tokenizer of one model. Only {@link #encodeTemplate} ever yields control tokens: text that comes from users goes
 * through {@link #encode} or {@link #encodePassage}, where {@code <|im_end|>} is ten characters like any others.
 *
 * <p>Thread-safe. Holds native memory until closed; encoding after that fails.
 */
public final class Tokenizer implements TextEncoder, AutoCloseable {
    private static final Map<String, String> AS_IT_IS =
            Map.of("addSpecialTokens", "false", "padding", "false", "truncation", "false");

    private final HuggingFaceTokenizer template;
    private final HuggingFaceTokenizer passage;
    private final HuggingFaceTokenizer exact;
    private final Vocabulary vocabulary;
    private final Map<String, Integer> ids;
    private final Set<String> controlTokens;

    private Tokenizer(TokenizerJson json) {
        this.vocabulary = json.vocabulary();
        this.ids = json.ids();
        this.controlTokens = Set.copyOf(json.controlTokens());
        String passageJson = json.passage();
        String exactJson = json.exact(passageJson);
        this.template = open(json.template());
        this.passage = open(passageJson);
        this.exact = exactJson.equals(passageJson) ? passage : open(exactJson);
    }

    /** Unpacks and loads the native library, which the first tokenizer does otherwise. */
    public static void requireNatives() {
        LibUtils.checkStatus();
    }

    /**
     * Opens a tokenizer in the Hugging Face format.
     *
     * @throws TokenizerRefusedException if it is of a kind that Winnow cannot run exactly
     */
    public static Tokenizer fromJson(String tokenizerJson) {
        return new Tokenizer(new TokenizerJson(tokenizerJson));
    }

    private static HuggingFaceTokenizer open(String json) {
        try {
            return HuggingFaceTokenizer.newInstance(
                    new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8)), AS_IT_IS);
        } catch (IOException | RuntimeException e) {
            throw new TokenizerRefusedException("tokenizer.json cannot be read: " + e.getMessage(), e);
        }
    }

    /**
     * The tokens of text that goes on after other text. The bytes of the tokens are exactly those of the text, for
     * every model: no dummy prefix, no normalization.
     */
    @Override
    public int[] encode(String text) {
        return ids(exact, text);
    }

    /** The tokens that the model was trained to see for text between two control tokens. */
    public int[] encodePassage(String text) {
        return ids(passage, text);
    }

    /** The tokens of a template's own text: control tokens are recognised. Never give it a user's text. */
    public int[] encodeTemplate(String text) {
        return ids(template, text);
    }

    private static int[] ids(HuggingFaceTokenizer tokenizer, String text) {
        if (text.isEmpty()) {
            return new int[0];
        }
        long[] wide = tokenizer.encode(wellFormed(text), false, false).getIds();
        int[] ids = new int[wide.length];
        for (int i = 0; i < wide.length; i++) {
            ids[i] = Math.toIntExact(wide[i]);
        }
        return ids;
    }

    /** Half a surrogate pair has no UTF-8: it becomes U+FFFD here, not something else in native code. */
    private static String wellFormed(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isSurrogate(c)) {
                return text.codePoints()
                        .map(point ->
                                point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE ? 0xFFFD : point)
                        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                        .toString();
            }
        }
        return text;
    }

    /** The text of tokens, joined as bytes; control tokens stand for nothing, broken UTF-8 becomes U+FFFD. */
    public String decode(int[] tokens) {
        return new String(vocabulary.joined(tokens), StandardCharsets.UTF_8);
    }

    /** The bytes of every token. */
    public Vocabulary vocabulary() {
        return vocabulary;
    }

    /** The texts that {@link #encodeTemplate} turns into control tokens. */
    public Set<String> controlTokens() {
        return controlTokens;
    }

    /** The id of a token by its own text, control tokens included; -1 when there is none. */
    public int idOf(String token) {
        return ids.getOrDefault(token, -1);
    }

    /** Frees the native memory. */
    @Override
    public void close() {
        template.close();
        passage.close();
        exact.close();
    }
}
