package dev.winnow.worker.server;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.winnow.common.control.ModelText;

/**
 * Stands in for the tokenizer of a model of which only the server knows it: a token for each byte. A real tokenizer
 * makes fewer.
 */
final class ByteText {
    private static final int BYTES = 256;

    private ByteText() {}

    static ModelText text() {
        ObjectNode root = Json.MAPPER.createObjectNode();
        root.putArray("added_tokens");
        root.putNull("normalizer");
        byteLevel(root.putObject("pre_tokenizer"));
        root.putNull("post_processor");
        byteLevel(root.putObject("decoder"));
        ObjectNode model = root.putObject("model");
        model.put("type", "BPE");
        vocabulary(model.putObject("vocab"));
        model.putArray("merges");
        return new ModelText(
                root.toString(), "{% for message in messages %}{{ message['content'] }}{% endfor %}", "", "");
    }

    /** Bytes as GPT-2 writes them: those that cannot be shown by letters from 256 on. */
    private static void vocabulary(ObjectNode vocabulary) {
        int shifted = 0;
        for (int value = 0; value < BYTES; value++) {
            boolean shown = (value >= '!' && value <= '~') || (value >= 0xA1 && value <= 0xAC) || value >= 0xAE;
            vocabulary.put(Character.toString(shown ? value : BYTES + shifted), value);
            shifted += shown ? 0 : 1;
        }
    }

    private static void byteLevel(ObjectNode step) {
        step.put("type", "ByteLevel")
                .put("add_prefix_space", false)
                .put("trim_offsets", true)
                .put("use_regex", true);
    }
}
