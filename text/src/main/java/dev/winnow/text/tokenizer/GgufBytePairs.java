package dev.winnow.text.tokenizer;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;

/**
 * Byte-level BPE, {@code gpt2} in GGUF. The pre-tokenizers are those of the models' own tokenizer.json files, by the
 * names that llama.cpp gives them.
 */
final class GgufBytePairs {
    private static final ObjectMapper JSON = new ObjectMapper();

    private static final String WORDS =
            "(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|%s| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+";

    /** How a model cuts text into words before it merges. */
    private record PreTokenizer(String pattern, boolean nfc, boolean wholeWordsFirst) {}

    private static final Map<String, PreTokenizer> KNOWN = Map.of(
            "smollm", new PreTokenizer("", false, false),
            "qwen2", new PreTokenizer(WORDS.formatted("\\p{N}"), true, false),
            "llama-bpe", new PreTokenizer(WORDS.formatted("\\p{N}{1,3}"), false, true));

    private GgufBytePairs() {}

    /**
     * Adds what is of this kind.
     *
     * @param pre {@code tokenizer.ggml.pre}
     * @param merges {@code tokenizer.ggml.merges}, each two tokens with a space between
     */
    static void put(ObjectNode root, GgufTokens tokens, String pre, List<String> merges) {
        PreTokenizer words = KNOWN.get(pre);
        if (words == null) {
            throw new TokenizerRefusedException(
                    "tokenizer.ggml.pre is " + pre
                            + "; Winnow reads smollm, qwen2 and llama-bpe from GGUF. Use the model's Hugging Face folder instead");
        }
        root.set("normalizer", words.nfc() ? JSON.createObjectNode().put("type", "NFC") : null);
        root.set("pre_tokenizer", preTokenizer(words));
        root.set("decoder", byteLevel(true));
        ObjectNode model = root.putObject("model").put("type", "BPE");
        model.putNull("dropout").putNull("unk_token");
        model.putNull("continuing_subword_prefix").putNull("end_of_word_suffix");
        model.put("fuse_unk", false).put("byte_fallback", false).put("ignore_merges", words.wholeWordsFirst());
        tokens.putVocabulary(model.putObject("vocab"));
        ArrayNode list = model.putArray("merges");
        merges.forEach(list::add);
    }

    private static ObjectNode preTokenizer(PreTokenizer words) {
        ObjectNode sequence = JSON.createObjectNode().put("type", "Sequence");
        ArrayNode steps = sequence.putArray("pretokenizers");
        if (words.pattern().isEmpty()) {
            steps.addObject().put("type", "Digits").put("individual_digits", true);
        } else {
            ObjectNode split = steps.addObject().put("type", "Split");
            split.putObject("pattern").put("Regex", words.pattern());
            split.put("behavior", "Isolated").put("invert", false);
        }
        // GPT-2's own pattern is part of ByteLevel; the others have cut already.
        steps.add(byteLevel(words.pattern().isEmpty()));
        return sequence;
    }

    private static ObjectNode byteLevel(boolean ownPattern) {
        return JSON.createObjectNode()
                .put("type", "ByteLevel")
                .put("add_prefix_space", false)
                .put("trim_offsets", true)
                .put("use_regex", ownPattern);
    }
}
