package dev.winnow.coordinator.harness;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.winnow.common.control.ModelText;

/** A model whose tokens are single bytes, so that tests can count by length. */
public final class ByteModel {
    public static final String NAME = "bytes";
    public static final String QUANTIZATION = "f16";
    public static final int CONTEXT_TOKENS = 1024;
    public static final String HASH = "sha256:bytes";

    private ByteModel() {}

    public static ModelText text() {
        JsonMapper json = new JsonMapper();
        ObjectNode root = json.createObjectNode().put("version", "1.0");
        for (String token : new String[] {"<|im_start|>", "<|im_end|>"}) {
            root.withArray("/added_tokens")
                    .addObject()
                    .put("id", token.equals("<|im_start|>") ? 256 : 257)
                    .put("content", token)
                    .put("single_word", false)
                    .put("lstrip", false)
                    .put("rstrip", false)
                    .put("normalized", false)
                    .put("special", true);
        }
        root.putObject("pre_tokenizer")
                .put("type", "ByteLevel")
                .put("add_prefix_space", false)
                .put("trim_offsets", true)
                .put("use_regex", true);
        root.putObject("decoder")
                .put("type", "ByteLevel")
                .put("add_prefix_space", false)
                .put("trim_offsets", true)
                .put("use_regex", true);
        ObjectNode model = root.putObject("model").put("type", "BPE");
        ObjectNode vocabulary = model.putObject("vocab");
        int next = 0x100;
        for (int value = 0; value < 256; value++) {
            boolean printable = (value >= '!' && value <= '~') || (value >= 0xA1 && value <= 0xAC) || value >= 0xAE;
            vocabulary.put(Character.toString(printable ? value : next++), value);
        }
        model.putArray("merges");
        String template = "{% for message in messages %}{{'<|im_start|>' + message['role'] + '\\n' + message['content']"
                + " + '<|im_end|>' + '\\n'}}{% endfor %}<|im_start|>assistant\\n";
        return new ModelText(root.toString(), template.replace("assistant\\n", "assistant\n"), "", "<|im_end|>");
    }
}
