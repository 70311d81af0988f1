package dev.winnow.text.tokenizer;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/** Tokenizers of a few hundred tokens, shaped as those of real models are. */
public final class SmallTokenizers {
    private static final ObjectMapper JSON = new ObjectMapper();

    private SmallTokenizers() {}

    /** Byte-level BPE as in SmolLM2: control tokens 0 to 2, the 256 bytes, a few merges. */
    public static String byteLevel() {
        return byteLevel("smollm");
    }

    /** Byte-level BPE with the pre-tokenizer of the given name. */
    public static String byteLevel(String pre) {
        List<String> merges =
                List.of("h e", "l l", "he ll", "hell o", "\u0120 w", "u s", "us er", "e r", "\u010a \u010a");
        List<String> tokens = new ArrayList<>(List.of("<|endoftext|>", "<|im_start|>", "<|im_end|>"));
        for (int b = 0; b < 256; b++) {
            tokens.add(byteCharacter(b));
        }
        for (String merge : merges) {
            tokens.add(merge.replace(" ", ""));
        }
        List<Integer> types = new ArrayList<>();
        for (int id = 0; id < tokens.size(); id++) {
            types.add(id < 3 ? 3 : 1);
        }
        return GgufTokenizerJson.bytePairs(pre, tokens, merges, types);
    }

    private static String byteCharacter(int wanted) {
        int next = 256;
        for (int b = 0; b < 256; b++) {
            boolean printable = (b >= '!' && b <= '~') || (b >= 0xA1 && b <= 0xAC) || b >= 0xAE;
            int character = printable ? b : next++;
            if (b == wanted) {
                return Character.toString(character);
            }
        }
        throw new AssertionError(wanted);
    }

    /** SentencePiece BPE as in TinyLlama: a space before every passage, bytes where there is no letter. */
    public static String sentencePiece() {
        ObjectNode root = JSON.createObjectNode().put("version", "1.0");
        ArrayNode added = root.putArray("added_tokens");
        String[] control = {"<unk>", "<s>", "</s>"};
        for (int id = 0; id < control.length; id++) {
            added.addObject()
                    .put("id", id)
                    .put("content", control[id])
                    .put("single_word", false)
                    .put("lstrip", false)
                    .put("rstrip", false)
                    .put("normalized", false)
                    .put("special", true);
        }
        ObjectNode normalizer = root.putObject("normalizer").put("type", "Sequence");
        ArrayNode steps = normalizer.putArray("normalizers");
        steps.addObject().put("type", "Prepend").put("prepend", "\u2581");
        steps.addObject()
                .put("type", "Replace")
                .put("content", "\u2581")
                .putObject("pattern")
                .put("String", " ");
        root.putNull("pre_tokenizer");
        root.putNull("post_processor");
        ObjectNode model = root.putObject("model").put("type", "BPE").put("unk_token", "<unk>");
        model.put("fuse_unk", true).put("byte_fallback", true);
        ObjectNode vocabulary = model.putObject("vocab");
        for (String token : control) {
            vocabulary.put(token, vocabulary.size());
        }
        for (int b = 0; b < 256; b++) {
            vocabulary.put("<0x%02X>".formatted(b), vocabulary.size());
        }
        for (String token : List.of("\u2581", "h", "i", "<", "/", "s", ">", "hi", "\u2581hi", "</", "s>")) {
            vocabulary.put(token, vocabulary.size());
        }
        ArrayNode merges = model.putArray("merges");
        List.of("h i", "\u2581 hi", "< /", "s >", "</ s>").forEach(merges::add);
        return root.toString();
    }
}
