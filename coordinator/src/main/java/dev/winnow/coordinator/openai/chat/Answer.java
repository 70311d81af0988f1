package dev.winnow.coordinator.openai.chat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.winnow.common.result.Evidence;
import dev.winnow.common.result.ItemOutput;
import dev.winnow.common.result.Usage;
import org.jspecify.annotations.Nullable;

/**
 * One answer, in OpenAI's words.
 *
 * @param id of the answer
 * @param created in seconds
 * @param model that the answer says
 */
record Answer(String id, long created, String model, ObjectMapper json) {
    /** The whole. */
    ObjectNode whole(ItemOutput output) {
        ObjectNode answer = head("chat.completion");
        ObjectNode choice = answer.putArray("choices").addObject().put("index", 0);
        choice.putObject("message")
                .put("role", "assistant")
                .put("content", output.output())
                .putNull("refusal");
        choice.putNull("logprobs").put("finish_reason", reason(output));
        answer.set("usage", usage(output.usage()));
        answer.set("winnow", own(output));
        return answer;
    }

    /** The first piece, which says who speaks. */
    ObjectNode first() {
        ObjectNode piece = head("chat.completion.chunk");
        delta(piece, null).put("role", "assistant").put("content", "").putNull("refusal");
        return piece;
    }

    /** A piece of the text. */
    ObjectNode piece(String text) {
        ObjectNode piece = head("chat.completion.chunk");
        delta(piece, null).put("content", text);
        return piece;
    }

    /** The last piece of the text, which says why there is no more. */
    ObjectNode last(ItemOutput output) {
        ObjectNode piece = head("chat.completion.chunk");
        delta(piece, reason(output));
        piece.set("winnow", own(output));
        return piece;
    }

    /** The piece that says what it took. */
    ObjectNode total(ItemOutput output) {
        ObjectNode piece = head("chat.completion.chunk");
        piece.putArray("choices");
        piece.set("usage", usage(output.usage()));
        return piece;
    }

    private ObjectNode head(String object) {
        return json.createObjectNode()
                .put("id", id)
                .put("object", object)
                .put("created", created)
                .put("model", model);
    }

    private static ObjectNode delta(ObjectNode piece, @Nullable String reason) {
        ObjectNode choice = piece.putArray("choices").addObject().put("index", 0);
        ObjectNode delta = choice.putObject("delta");
        choice.putNull("logprobs").put("finish_reason", reason);
        return delta;
    }

    private static String reason(ItemOutput output) {
        return output.truncated() ? "length" : "stop";
    }

    private ObjectNode usage(Usage usage) {
        return json.createObjectNode()
                .put("prompt_tokens", usage.inputTokens())
                .put("completion_tokens", usage.outputTokens())
                .put("total_tokens", usage.inputTokens() + usage.outputTokens());
    }

    // What OpenAI has no word for; its clients pass over it.
    private ObjectNode own(ItemOutput output) {
        ObjectNode own = json.createObjectNode();
        own.set("made_by", json.valueToTree(output.madeBy()));
        if (!output.evidence().equals(Evidence.NONE)) {
            own.setAll((ObjectNode) json.valueToTree(output.evidence()));
            own.put("calibrated", false);
        }
        return own;
    }
}
