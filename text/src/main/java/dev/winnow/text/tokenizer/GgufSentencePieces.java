package dev.winnow.text.tokenizer;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * SentencePiece's BPE with byte fallback, {@code llama} in GGUF (Llama 2, TinyLlama). The file has a score for each
 * token in the place of merges: of all pairs that make a token, the one with the highest score is joined first.
 */
final class GgufSentencePieces {
    private static final String SPACE = "\u2581";

    private GgufSentencePieces() {}

    /**
     * Adds what is of this kind.
     *
     * @param scores {@code tokenizer.ggml.scores}, one for each token
     * @param prefixed {@code tokenizer.ggml.add_space_prefix}: whether a text begins with a space that it does not have
     */
    static void put(ObjectNode root, GgufTokens tokens, List<Number> scores, boolean prefixed) {
        if (scores.size() != tokens.size()) {
            throw new TokenizerRefusedException("The GGUF file has " + tokens.size() + " tokens but " + scores.size()
                    + " scores: it is damaged, download it again");
        }
        ObjectNode normalizer = root.putObject("normalizer").put("type", "Sequence");
        ArrayNode steps = normalizer.putArray("normalizers");
        if (prefixed) {
            steps.addObject().put("type", "Prepend").put("prepend", SPACE);
        }
        steps.addObject()
                .put("type", "Replace")
                .put("content", SPACE)
                .putObject("pattern")
                .put("String", " ");
        root.putNull("pre_tokenizer");
        putDecoder(root, prefixed);
        ObjectNode model = root.putObject("model").put("type", "BPE");
        model.putNull("dropout").put("unk_token", unknown(tokens));
        model.putNull("continuing_subword_prefix").putNull("end_of_word_suffix");
        model.put("fuse_unk", true).put("byte_fallback", true).put("ignore_merges", false);
        tokens.putVocabulary(model.putObject("vocab"));
        putMerges(model.putArray("merges"), tokens, scores);
    }

    private static String unknown(GgufTokens tokens) {
        return IntStream.range(0, tokens.size())
                .filter(tokens::isUnknown)
                .mapToObj(tokens.texts()::get)
                .findFirst()
                .orElseThrow(() -> new TokenizerRefusedException(
                        "The GGUF file has no token of type 2 (unknown), which a SentencePiece vocabulary must have"));
    }

    private static void putDecoder(ObjectNode root, boolean prefixed) {
        ObjectNode decoder = root.putObject("decoder").put("type", "Sequence");
        ArrayNode steps = decoder.putArray("decoders");
        steps.addObject()
                .put("type", "Replace")
                .put("content", " ")
                .putObject("pattern")
                .put("String", SPACE);
        steps.addObject().put("type", "ByteFallback");
        steps.addObject().put("type", "Fuse");
        if (prefixed) {
            steps.addObject()
                    .put("type", "Strip")
                    .put("content", " ")
                    .put("start", 1)
                    .put("stop", 0);
        }
    }

    /** A way to make a token of two others. */
    private record Merge(String left, String right, double score) {}

    // As transformers orders them when it converts such a vocabulary, so that equal scores mean the same in both.
    private static void putMerges(ArrayNode target, GgufTokens tokens, List<Number> scores) {
        Map<String, Double> scoreOf = new HashMap<>();
        for (int id = 0; id < tokens.size(); id++) {
            // What stands for control, for single bytes and for the unknown cannot be spelled.
            if (tokens.isText(id)) {
                scoreOf.put(tokens.texts().get(id), scores.get(id).doubleValue());
            }
        }
        List<Merge> merges = new ArrayList<>();
        for (int id = 0; id < tokens.size(); id++) {
            if (tokens.isText(id)) {
                addMerges(merges, tokens.texts().get(id), scoreOf);
            }
        }
        merges.sort(Comparator.comparingDouble(Merge::score)
                .thenComparingInt(
                        merge -> merge.left().codePointCount(0, merge.left().length()))
                .reversed());
        merges.forEach(merge -> target.add(merge.left() + " " + merge.right()));
    }

    private static void addMerges(List<Merge> merges, String token, Map<String, Double> scoreOf) {
        double score = scoreOf.getOrDefault(token, 0.0);
        for (int at = token.offsetByCodePoints(0, Math.min(1, token.length())); at < token.length(); ) {
            String left = token.substring(0, at);
            String right = token.substring(at);
            if (scoreOf.containsKey(left) && scoreOf.containsKey(right)) {
                merges.add(new Merge(left, right, score));
            }
            at = token.offsetByCodePoints(at, 1);
        }
    }
}
