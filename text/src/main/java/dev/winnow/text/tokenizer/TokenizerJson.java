package dev.winnow.text.tokenizer;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A tokenizer.json that Winnow can run exactly, and its three readings: {@link #template} knows the control tokens,
 * {@link #passage} does not, {@link #exact} besides changes no byte (no dummy prefix, no Unicode normalization).
 */
final class TokenizerJson {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String UNKNOWN = " unknown ";
    private static final String REMEDY =
            "; Winnow runs byte-level BPE (SmolLM2, Qwen, Llama 3) and SentencePiece BPE with byte fallback (Llama 2, TinyLlama)";

    private final ObjectNode root;
    private final TokenBytes bytes;
    private final List<AddedToken> added = new ArrayList<>();
    private final Map<String, Integer> vocab = new LinkedHashMap<>();

    TokenizerJson(String json) {
        this.root = parse(json);
        String type = root.path("model").path("type").asText("none");
        if (!type.equals("BPE") || !root.path("model").path("vocab").isObject()) {
            throw new TokenizerRefusedException("The tokenizer's model is " + type + REMEDY);
        }
        this.bytes = family();
        root.path("model")
                .path("vocab")
                .properties()
                .forEach(entry -> vocab.put(entry.getKey(), TokenId.read(entry.getValue(), entry.getKey())));
        root.path("added_tokens").forEach(node -> added.add(AddedToken.read(node)));
        root.putNull("truncation");
        root.putNull("padding");
    }

    private static ObjectNode parse(String json) {
        try {
            if (JSON.readTree(json) instanceof ObjectNode object) {
                return object;
            }
            throw new TokenizerRefusedException("tokenizer.json is not a JSON object");
        } catch (JsonProcessingException e) {
            throw new TokenizerRefusedException("tokenizer.json is not JSON: " + e.getOriginalMessage(), e);
        }
    }

    private TokenBytes family() {
        if (!steps("pre_tokenizer", "pretokenizers", "ByteLevel").isEmpty()) {
            return TokenBytes.BYTE_LEVEL;
        }
        if (root.path("model").path("byte_fallback").asBoolean()) {
            return TokenBytes.SENTENCE_PIECE;
        }
        throw new TokenizerRefusedException("The tokenizer is neither byte-level nor has it byte fallback" + REMEDY);
    }

    /** The bytes of every token; ids without a token and control tokens have none. */
    Vocabulary vocabulary() {
        Map<Integer, byte @Nullable []> byId = new HashMap<>();
        vocab.forEach((token, id) -> byId.put(id, bytes.of(token)));
        for (AddedToken token : added) {
            byId.put(token.id(), token.control() ? null : token.content().getBytes(StandardCharsets.UTF_8));
        }
        int size = 1 + byId.keySet().stream().mapToInt(Integer::intValue).max().orElse(-1);
        List<byte @Nullable []> table = new ArrayList<>(size);
        for (int id = 0; id < size; id++) {
            table.add(byId.get(id));
        }
        return new Vocabulary(table);
    }

    /** The ids by the tokens' own text. */
    Map<String, Integer> ids() {
        Map<String, Integer> ids = new HashMap<>(vocab);
        added.forEach(token -> ids.put(token.content(), token.id()));
        return ids;
    }

    Set<String> controlTokens() {
        Set<String> control = new HashSet<>();
        added.stream().filter(AddedToken::control).forEach(token -> control.add(token.content()));
        return control;
    }

    String template() {
        return root.toString();
    }

    /**
     * The reading in which control tokens are plain text. They leave the model's vocabulary and merges too: some
     * tokenizers look a whole word up before they merge, or can merge their way to {@code </s>}.
     */
    String passage() {
        Set<String> control = controlTokens();
        ObjectNode copy = root.deepCopy();
        ArrayNode kept = copy.putArray("added_tokens");
        root.path("added_tokens").forEach(node -> {
            if (!control.contains(node.path("content").asText())) {
                kept.add(node);
            }
        });
        ObjectNode model = (ObjectNode) copy.path("model");
        ((ObjectNode) model.path("vocab")).remove(control);
        hideUnknown(model, control);
        ArrayNode merges = model.putArray("merges");
        root.path("model").path("merges").forEach(merge -> {
            if (!touches(merge, control)) {
                merges.add(merge);
            }
        });
        return copy.toString();
    }

    /**
     * What stands for text that the vocabulary cannot spell must stay in it, but under a name that no text can have: a
     * space is always written otherwise.
     */
    private void hideUnknown(ObjectNode model, Set<String> control) {
        String unknown = model.path("unk_token").asText("");
        Integer id = ids().get(unknown);
        if (id != null && control.contains(unknown)) {
            model.put("unk_token", UNKNOWN);
            ((ObjectNode) model.path("vocab")).put(UNKNOWN, id);
        }
    }

    private static boolean touches(JsonNode merge, Set<String> control) {
        String left;
        String right;
        if (merge.isTextual()) {
            int gap = merge.asText().indexOf(' ', 1);
            left = merge.asText().substring(0, Math.max(gap, 0));
            right = merge.asText().substring(gap + 1);
        } else {
            left = merge.path(0).asText();
            right = merge.path(1).asText();
        }
        return control.contains(left) || control.contains(right) || control.contains(left + right);
    }

    /** The passage reading without what adds or changes characters. */
    String exact(String passage) {
        ObjectNode copy = parse(passage);
        copy.set("normalizer", withoutChanges(copy.path("normalizer")));
        for (ObjectNode step : stepsOf(copy.path("pre_tokenizer"), "pretokenizers", "ByteLevel")) {
            step.put("add_prefix_space", false);
        }
        for (ObjectNode step : stepsOf(copy.path("pre_tokenizer"), "pretokenizers", "Metaspace")) {
            if (step.path("prepend_scheme").asText("always").equals("first")) {
                throw new TokenizerRefusedException(
                        "The pre-tokenizer Metaspace has prepend_scheme first, which Winnow does not run" + REMEDY);
            }
            step.put("prepend_scheme", "never").put("add_prefix_space", false);
        }
        return copy.toString();
    }

    private static @Nullable JsonNode withoutChanges(JsonNode normalizer) {
        String type = normalizer.path("type").asText("none");
        return switch (type) {
            case "none", "NFC", "Prepend" -> null;
            case "Replace" -> normalizer;
            case "Sequence" -> {
                ObjectNode sequence = JSON.createObjectNode().put("type", "Sequence");
                ArrayNode kept = sequence.putArray("normalizers");
                for (JsonNode step : normalizer.path("normalizers")) {
                    JsonNode left = withoutChanges(step);
                    if (left != null) {
                        kept.add(left);
                    }
                }
                yield sequence;
            }
            default -> throw new TokenizerRefusedException("The normalizer " + type + " loses text" + REMEDY);
        };
    }

    private List<ObjectNode> steps(String part, String sequence, String type) {
        return stepsOf(root.path(part), sequence, type);
    }

    private static List<ObjectNode> stepsOf(JsonNode part, String sequence, String type) {
        List<ObjectNode> found = new ArrayList<>();
        if (part instanceof ObjectNode step && step.path("type").asText().equals(type)) {
            found.add(step);
        }
        part.path(sequence).forEach(inner -> found.addAll(stepsOf(inner, sequence, type)));
        return found;
    }
}
