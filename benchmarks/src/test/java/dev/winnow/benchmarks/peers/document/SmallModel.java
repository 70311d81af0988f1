package dev.winnow.benchmarks.peers.document;

import com.fasterxml.jackson.databind.JsonNode;
import dev.winnow.common.control.ModelText;
import dev.winnow.engine.model.DecoderShape;
import dev.winnow.engine.model.LoadableModel;
import dev.winnow.engine.model.ModelOrigin;
import dev.winnow.engine.model.WeightReader;
import dev.winnow.text.tokenizer.GgufTokenizerJson;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;

/** The text side of a model of a few hundred tokens; it has no weights. */
public final class SmallModel implements LoadableModel {
    /** What ends a turn. */
    public static final int END = 2;

    private static final List<String> CONTROL = List.of("<|endoftext|>", "<|im_start|>", "<|im_end|>");
    private static final List<String> MERGES =
            List.of("{ \"", "\" :", "\": \"", "\" ,", "\", \"", "t i", "t l", "ti tl", "titl e", "h e", "l l", "he ll");
    private static final String CHAT =
            "{% for message in messages %}{{'<|im_start|>' + message['role'] + '\n' + message['content'] + '<|im_end|>'"
                    + " + '\n'}}{% endfor %}{% if add_generation_prompt %}{{ '<|im_start|>assistant\n' }}{% endif %}";

    /** Its texts for a schema; the caller closes them. */
    public static TextModel texts(JsonNode schema) {
        return new TextModel(new SmallModel(), schema);
    }

    /** Byte-level BPE: the control tokens, the 256 bytes, and a few merges such as keys and their quotes have. */
    static String tokenizer() {
        List<String> tokens = new ArrayList<>(CONTROL);
        int next = 256;
        for (int b = 0; b < 256; b++) {
            boolean printable = (b >= '!' && b <= '~') || (b >= 0xA1 && b <= 0xAC) || b >= 0xAE;
            tokens.add(Character.toString(printable ? b : next++));
        }
        MERGES.forEach(merge -> tokens.add(merge.replace(" ", "")));
        List<Integer> types = new ArrayList<>(Collections.nCopies(tokens.size(), 1));
        Collections.fill(types.subList(0, CONTROL.size()), 3);
        return GgufTokenizerJson.bytePairs("smollm", tokens, MERGES, types);
    }

    @Override
    public String name() {
        return "small";
    }

    @Override
    public ModelOrigin origin() {
        return new ModelOrigin("llama", "");
    }

    @Override
    public DecoderShape shape() {
        throw new AssertionError("texts ask for no shape");
    }

    @Override
    public ModelText text() {
        return new ModelText(tokenizer(), CHAT, "", CONTROL.get(END));
    }

    @Override
    public Set<Integer> endTokens() {
        return Set.of(END);
    }

    @Override
    public WeightReader weights() {
        throw new AssertionError("texts ask for no weights");
    }

    @Override
    public void close() {}
}
