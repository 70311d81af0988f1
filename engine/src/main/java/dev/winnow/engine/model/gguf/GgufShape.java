package dev.winnow.engine.model.gguf;

import dev.winnow.engine.model.DecoderShape;
import dev.winnow.engine.model.ModelRefusedException;
import dev.winnow.text.gguf.GgufMetadata;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Optional;
import java.util.Set;

/** Finds the decoder's sizes in a header, and refuses what the decoder does not do. */
final class GgufShape {
    private static final Set<String> ARCHITECTURES = Set.of("llama", "qwen2", "qwen3");

    private final String file;
    private final GgufHeader header;
    private final GgufMetadata metadata;
    private final String architecture;
    private final GgufRotary rotary;

    private GgufShape(String file, GgufHeader header, GgufValues values) {
        this.file = file;
        this.header = header;
        this.metadata = header.metadata();
        this.architecture = architecture(file, metadata);
        this.rotary = new GgufRotary(file, architecture, header, values);
    }

    /** The architecture that the header names, if it is one that Winnow runs. */
    static String architecture(String file, GgufMetadata metadata) {
        String architecture = metadata.requiredString("general.architecture");
        if (!ARCHITECTURES.contains(architecture)) {
            throw new ModelRefusedException("%s: the architecture is '%s'; Winnow runs %s"
                    .formatted(
                            file,
                            architecture,
                            String.join(", ", ARCHITECTURES.stream().sorted().toList())));
        }
        return architecture;
    }

    /**
     * The decoder's shape.
     *
     * @param values reads from the open file
     */
    static DecoderShape of(String file, GgufHeader header, GgufValues values) {
        return new GgufShape(file, header, values).shape();
    }

    private DecoderShape shape() {
        refuseWhatTheDecoderLacks();
        int hidden = required("embedding_length");
        int heads = required("attention.head_count");
        int headDim = metadata.integer(key("attention.key_length")).orElseGet(() -> heads < 1 ? 0 : hidden / heads);
        requireEqual("attention.value_length", headDim);
        requireEqual("rope.dimension_count", headDim);
        try {
            return new DecoderShape(
                    required("block_count"),
                    hidden,
                    heads,
                    metadata.integer(key("attention.head_count_kv")).orElse(heads),
                    headDim,
                    required("feed_forward_length"),
                    embedding().shape().rows(),
                    rotary.of(headDim),
                    normEpsilon(),
                    required("context_length"),
                    !header.tensors().containsKey("output.weight"),
                    header.tensors().containsKey("blk.0.attn_q.bias"),
                    architecture.equals("qwen3"));
        } catch (IllegalArgumentException e) {
            throw new ModelRefusedException(
                    "%s: the header describes no decoder: %s".formatted(file, e.getMessage()), e);
        }
    }

    private GgufTensor embedding() {
        return metadata.required(
                "the tensor token_embd.weight",
                Optional.ofNullable(header.tensors().get("token_embd.weight")));
    }

    private void refuseWhatTheDecoderLacks() {
        if (metadata.integer(key("attention.sliding_window")).orElse(0) > 0) {
            throw refused("attends through a sliding window");
        }
        if (metadata.integer(key("expert_count")).orElse(0) > 0) {
            throw refused("is a mixture of experts");
        }
        if (!architecture.equals("qwen2") && header.tensors().containsKey("blk.0.attn_q.bias")) {
            throw refused("has attention biases, which Winnow runs for qwen2 only");
        }
    }

    private ModelRefusedException refused(String what) {
        return new ModelRefusedException(
                "%s: the model %s; Winnow's decoder does not do that yet".formatted(file, what));
    }

    private void requireEqual(String name, int headDim) {
        metadata.integer(key(name)).filter(value -> value != headDim).ifPresent(value -> {
            throw new ModelRefusedException("%s: %s is %d, but a head has %d values; Winnow's decoder wants them equal"
                    .formatted(file, key(name), value, headDim));
        });
    }

    /** The file holds 1e-5 as a float; widened as it is it would be 9.999999747378752e-6. */
    private double normEpsilon() {
        String name = key("attention.layer_norm_rms_epsilon");
        double stored = metadata.required(name, metadata.number(name)).doubleValue();
        if (!Double.isFinite(stored)) {
            throw new ModelRefusedException("%s: %s is %s, which is no number".formatted(file, name, stored));
        }
        return new BigDecimal(stored).round(new MathContext(6)).doubleValue();
    }

    private int required(String name) {
        return metadata.requiredInteger(key(name));
    }

    private String key(String name) {
        return architecture + "." + name;
    }
}
