package dev.winnow.worker.extraction;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.winnow.common.control.ModelText;
import java.nio.charset.StandardCharsets;

/** The text side of a model whose tokens are the 256 bytes and two control tokens: token i is byte i. */
public final class ByteModel {
    public static final int END = 257;

    private static final String TEMPLATE = """
            {% for message in messages %}
            <|im_start|>{{ message['role'] }}
            {{ message['content'] }}<|im_end|>
            {% endfor %}
            <|im_start|>assistant
            """;

    private ByteModel() {}

    public static ModelText text() {
        ObjectMapper json = new ObjectMapper();
        ObjectNode root = json.createObjectNode();
        ArrayNode added = root.putArray("added_tokens");
        added.add(control(json, 256, "<|im_start|>"));
        added.add(control(json, END, "<|im_end|>"));
        root.putNull("normalizer");
        byteLevel(root.putObject("pre_tokenizer"));
        root.putNull("post_processor");
        byteLevel(root.putObject("decoder"));
        ObjectNode model = root.putObject("model");
        model.put("type", "BPE");
        ObjectNode vocabulary = model.putObject("vocab");
        int shifted = 0;
        for (int value = 0; value < 256; value++) {
            boolean shown = (value >= '!' && value <= '~') || (value >= 0xA1 && value <= 0xAC) || value >= 0xAE;
            vocabulary.put(Character.toString(shown ? value : 256 + shifted), value);
            shifted += shown ? 0 : 1;
        }
        model.putArray("merges");
        return new ModelText(root.toString(), TEMPLATE, "<|im_start|>", "<|im_end|>");
    }

    private static ObjectNode control(ObjectMapper json, int id, String content) {
        return json.createObjectNode()
                .put("id", id)
                .put("content", content)
                .put("single_word", false)
                .put("lstrip", false)
                .put("rstrip", false)
                .put("normalized", false)
                .put("special", true);
    }

    private static void byteLevel(ObjectNode step) {
        step.put("type", "ByteLevel")
                .put("add_prefix_space", false)
                .put("trim_offsets", true)
                .put("use_regex", true);
    }

    static int[] tokens(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        int[] tokens = new int[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            tokens[i] = Byte.toUnsignedInt(bytes[i]);
        }
        return tokens;
    }
}
