package dev.winnow.engine.model.safetensors;

import com.fasterxml.jackson.databind.JsonNode;
import dev.winnow.engine.model.ModelRefusedException;
import java.util.HashMap;
import java.util.Map;

/**
 * The ids that a tokenizer.json gives its tokens, every one of which has a row in the model's embedding table.
 *
 * @param count one more than the greatest id
 * @param added the ids of the added tokens, control tokens among them, by their text
 */
record TokenIds(int count, Map<String, Integer> added) {
    TokenIds {
        added = Map.copyOf(added);
    }

    /** Reads the ids, and refuses a tokenizer that is wider than the model: its tokens would have no embedding. */
    static TokenIds of(JsonNode tokenizer, int tableRows) {
        int greatest = -1;
        for (Map.Entry<String, JsonNode> token :
                tokenizer.path("model").path("vocab").properties()) {
            greatest = Math.max(greatest, requireRow(token.getKey(), token.getValue(), tableRows));
        }
        Map<String, Integer> added = new HashMap<>();
        for (JsonNode token : tokenizer.path("added_tokens")) {
            String text = token.path("content").asText();
            int id = requireRow(text, token.path("id"), tableRows);
            added.put(text, id);
            greatest = Math.max(greatest, id);
        }
        if (greatest < 0) {
            throw new ModelRefusedException("tokenizer.json has no tokens");
        }
        return new TokenIds(greatest + 1, added);
    }

    private static int requireRow(String token, JsonNode id, int tableRows) {
        if (!id.isIntegralNumber() || !id.canConvertToInt() || id.asInt() < 0) {
            throw new ModelRefusedException("tokenizer.json gives the token '%s' the id %s, which is none"
                    .formatted(token, id.isMissingNode() ? "(missing)" : id));
        }
        if (id.asInt() >= tableRows) {
            throw new ModelRefusedException(
                    ("tokenizer.json gives the token '%s' the id %d, but the model's embedding table has only %d rows"
                                    + " (vocab_size in config.json): tokenizer and weights are not of one model")
                            .formatted(token, id.asInt(), tableRows));
        }
        return id.asInt();
    }
}
