package dev.winnow.text.tokenizer;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.winnow.text.gguf.GgufMetadata;
import java.util.List;
import java.util.Map;

/**
 * Writes tokenizer.json from what a GGUF file says of its tokenizer. The pre-tokenizers are those of the models' own
 * tokenizer.json files, by the names that llama.cpp gives them.
 */
public final class GgufTokenizerJson {
    private static final ObjectMapper JSON = new ObjectMapper();

    private static final String TOKENS = "tokenizer.ggml.tokens";
    private static final String TYPES = "tokenizer.ggml.token_type";

    private static final int CONTROL = 3;
    private static final int USER_DEFINED = 4;
    private static final int UNUSED = 5;

    private static final String WORDS =
            "(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|%s| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+";

    /** How a model cuts text into words before it merges. */
    private record PreTokenizer(String pattern, boolean nfc, boolean wholeWordsFirst) {}

    private static final Map<String, PreTokenizer> KNOWN = Map.of(
            "smollm", new PreTokenizer("", false, false),
            "qwen2", new PreTokenizer(WORDS.formatted("\\p{N}"), true, false),
            "llama-bpe", new PreTokenizer(WORDS.formatted("\\p{N}{1,3}"), false, true));

    private GgufTokenizerJson() {}

    /**
     * Builds the text of tokenizer.json from a file's keys.
     *
     * @throws TokenizerRefusedException if it is of a kind that Winnow cannot run exactly
     */
    public static String of(GgufMetadata metadata) {
        return build(
                metadata.requiredString("tokenizer.ggml.model"),
                // Old files have no name for it; llama.cpp then assumes its default, which is right for hardly any
                // model.
                metadata.string("tokenizer.ggml.pre").orElse("default"),
                metadata.required(TOKENS, metadata.strings(TOKENS)),
                metadata.strings("tokenizer.ggml.merges").orElse(List.of()),
                metadata.required(TYPES, metadata.integers(TYPES)));
    }

    /**
     * Builds the text of tokenizer.json.
     *
     * @param model {@code tokenizer.ggml.model}; only {@code gpt2}, which is byte-level BPE
     * @param pre {@code tokenizer.ggml.pre}: smollm, qwen2 or llama-bpe
     * @param tokens {@code tokenizer.ggml.tokens}, in the order of their ids
     * @param merges {@code tokenizer.ggml.merges}, each two tokens with a space between
     * @param types {@code tokenizer.ggml.token_type}, one for each token
     * @throws TokenizerRefusedException if the model or the pre-tokenizer is another one, or the lists do not fit
     */
    public static String build(
            String model, String pre, List<String> tokens, List<String> merges, List<Integer> types) {
        if (!model.equals("gpt2")) {
            throw new TokenizerRefusedException("tokenizer.ggml.model is " + model
                    + "; Winnow reads gpt2 (byte-level BPE) from GGUF. Use the model's Hugging Face folder instead");
        }
        PreTokenizer words = KNOWN.get(pre);
        if (words == null) {
            throw new TokenizerRefusedException(
                    "tokenizer.ggml.pre is " + pre
                            + "; Winnow reads smollm, qwen2 and llama-bpe from GGUF. Use the model's Hugging Face folder instead");
        }
        if (tokens.size() != types.size()) {
            throw new TokenizerRefusedException("The GGUF file has " + tokens.size() + " tokens but " + types.size()
                    + " token types: it is damaged, download it again");
        }
        ObjectNode root = JSON.createObjectNode().put("version", "1.0");
        root.putNull("truncation").putNull("padding");
        addedTokens(root.putArray("added_tokens"), tokens, types);
        root.set("normalizer", words.nfc() ? JSON.createObjectNode().put("type", "NFC") : null);
        root.set("pre_tokenizer", preTokenizer(words));
        root.putNull("post_processor");
        root.set("decoder", byteLevel(true));
        bpe(root.putObject("model"), words, tokens, merges, types);
        return root.toString();
    }

    private static void addedTokens(ArrayNode added, List<String> tokens, List<Integer> types) {
        for (int id = 0; id < tokens.size(); id++) {
            int type = types.get(id);
            if (type == CONTROL || type == USER_DEFINED) {
                added.addObject()
                        .put("id", id)
                        .put("content", tokens.get(id))
                        .put("single_word", false)
                        .put("lstrip", false)
                        .put("rstrip", false)
                        .put("normalized", false)
                        .put("special", type == CONTROL);
            }
        }
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

    private static void bpe(
            ObjectNode model, PreTokenizer words, List<String> tokens, List<String> merges, List<Integer> types) {
        model.put("type", "BPE").putNull("dropout").putNull("unk_token");
        model.putNull("continuing_subword_prefix").putNull("end_of_word_suffix");
        model.put("fuse_unk", false).put("byte_fallback", false).put("ignore_merges", words.wholeWordsFirst());
        ObjectNode vocabulary = model.putObject("vocab");
        for (int id = 0; id < tokens.size(); id++) {
            if (types.get(id) != UNUSED) {
                vocabulary.put(tokens.get(id), id);
            }
        }
        ArrayNode list = model.putArray("merges");
        merges.forEach(list::add);
    }
}
