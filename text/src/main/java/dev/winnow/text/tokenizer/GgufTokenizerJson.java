package dev.winnow.text.tokenizer;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.winnow.text.gguf.GgufMetadata;
import java.util.List;

/** Writes tokenizer.json from what a GGUF file says of its tokenizer. */
public final class GgufTokenizerJson {
    private static final ObjectMapper JSON = new ObjectMapper();

    private static final String TOKENS = "tokenizer.ggml.tokens";
    private static final String TYPES = "tokenizer.ggml.token_type";
    private static final String SCORES = "tokenizer.ggml.scores";

    private GgufTokenizerJson() {}

    /**
     * Builds the text of tokenizer.json from a file's keys.
     *
     * @throws TokenizerRefusedException if it is of a kind that Winnow cannot run exactly
     */
    public static String of(GgufMetadata metadata) {
        GgufTokens tokens = new GgufTokens(
                metadata.required(TOKENS, metadata.strings(TOKENS)),
                metadata.required(TYPES, metadata.integers(TYPES)));
        ObjectNode root = root(tokens);
        String model = metadata.requiredString("tokenizer.ggml.model");
        switch (model) {
            case "gpt2" ->
                GgufBytePairs.put(
                        root,
                        tokens,
                        // Old files have no name for it; llama.cpp then assumes its default, which is right for hardly
                        // any model.
                        metadata.string("tokenizer.ggml.pre").orElse("default"),
                        metadata.strings("tokenizer.ggml.merges").orElse(List.of()));
            case "llama" ->
                GgufSentencePieces.put(
                        root,
                        tokens,
                        metadata.required(SCORES, metadata.numbers(SCORES)),
                        metadata.flag("tokenizer.ggml.add_space_prefix").orElse(true));
            default -> throw otherModel(model);
        }
        return root.toString();
    }

    /**
     * Builds the text of tokenizer.json for byte-level BPE.
     *
     * @param pre {@code tokenizer.ggml.pre}: smollm, qwen2 or llama-bpe
     * @param tokens {@code tokenizer.ggml.tokens}, in the order of their ids
     * @param merges {@code tokenizer.ggml.merges}, each two tokens with a space between
     * @param types {@code tokenizer.ggml.token_type}, one for each token
     * @throws TokenizerRefusedException if the pre-tokenizer is another one, or the lists do not fit
     */
    public static String bytePairs(String pre, List<String> tokens, List<String> merges, List<Integer> types) {
        GgufTokens own = new GgufTokens(tokens, types);
        ObjectNode root = root(own);
        GgufBytePairs.put(root, own, pre, merges);
        return root.toString();
    }

    private static ObjectNode root(GgufTokens tokens) {
        ObjectNode root = JSON.createObjectNode().put("version", "1.0");
        root.putNull("truncation").putNull("padding");
        tokens.putAdded(root.putArray("added_tokens"));
        root.putNull("post_processor");
        return root;
    }

    private static TokenizerRefusedException otherModel(String model) {
        return new TokenizerRefusedException(
                "tokenizer.ggml.model is " + model
                        + "; Winnow reads gpt2 (byte-level BPE) and llama (SentencePiece BPE) from GGUF. Use the model's Hugging Face folder instead");
    }
}
