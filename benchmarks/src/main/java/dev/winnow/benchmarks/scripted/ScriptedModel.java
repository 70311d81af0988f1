package dev.winnow.benchmarks.scripted;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.winnow.common.control.ModelText;
import dev.winnow.common.work.Pool;

/** The model that scripted workers say they have: its tokens are single bytes. */
public final class ScriptedModel {
    /** What scripted workers serve. */
    public static final Pool POOL = new Pool("scripted", "f32");

    static final int CONTEXT_TOKENS = 1 << 20;

    private static final int FIRST_UNPRINTABLE = 0x100;

    private ScriptedModel() {}

    /** What the engine answers to an input: valid against {@code {length: integer, hash: integer}}. */
    public static String answer(String input) {
        return "{\"length\":" + input.length() + ",\"hash\":" + input.hashCode() + "}";
    }

    static ModelText text() {
        JsonMapper json = new JsonMapper();
        ObjectNode root = json.createObjectNode().put("version", "1.0");
        root.withArray("/added_tokens")
                .addObject()
                .put("id", 256)
                .put("content", "<|end|>")
                .put("single_word", false)
                .put("lstrip", false)
                .put("rstrip", false)
                .put("normalized", false)
                .put("special", true);
        for (String part : new String[] {"pre_tokenizer", "decoder"}) {
            root.putObject(part)
                    .put("type", "ByteLevel")
                    .put("add_prefix_space", false)
                    .put("trim_offsets", true)
                    .put("use_regex", false);
        }
        ObjectNode model = root.putObject("model").put("type", "BPE");
        ObjectNode vocabulary = model.putObject("vocab");
        int next = FIRST_UNPRINTABLE;
        for (int value = 0; value < 256; value++) {
            boolean printable = (value >= '!' && value <= '~') || (value >= 0xA1 && value <= 0xAC) || value >= 0xAE;
            vocabulary.put(Character.toString(printable ? value : next++), value);
        }
        model.putArray("merges");
        String template = "{% for message in messages %}{{ message['content'] + '<|end|>' }}{% endfor %}";
        return new ModelText(root.toString(), template, "", "<|end|>");
    }
}
