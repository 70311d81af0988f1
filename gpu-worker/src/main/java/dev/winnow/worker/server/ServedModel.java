package dev.winnow.worker.server;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.StreamSupport;

/**
 * A model of the server's.
 *
 * @param id its name there
 * @param kind whose server it is
 * @param contextTokens the most tokens a prompt and its output may have together, if the server tells
 * @param root where it comes from, if the server tells
 */
record ServedModel(String id, ServerKind kind, OptionalInt contextTokens, Optional<String> root) {
    ServedModel {
        requireNonNull(id, "id");
        requireNonNull(kind, "kind");
        requireNonNull(contextTokens, "contextTokens");
        requireNonNull(root, "root");
    }

    /**
     * Finds the model in what {@code /v1/models} answers. Adapters, which have a parent, do not count.
     *
     * @param wanted its name; the only one is meant if there is none
     * @throws ServerUnusableException if it is not there, or several are
     */
    static ServedModel in(JsonNode models, Optional<String> wanted) throws ServerUnusableException {
        List<JsonNode> bases = StreamSupport.stream(models.path("data").spliterator(), false)
                .filter(model -> model.path("parent").isMissingNode()
                        || model.path("parent").isNull())
                .filter(model -> model.path("id").isTextual())
                .toList();
        List<String> ids =
                bases.stream().map(model -> model.path("id").asText()).toList();
        if (wanted.isEmpty() && bases.size() != 1) {
            throw new ServerUnusableException(
                    "the server has %d models: name one as WINNOW_SERVER_MODEL, of %s".formatted(bases.size(), ids));
        }
        String id = wanted.orElseGet(() -> ids.get(0));
        JsonNode model = bases.stream()
                .filter(base -> base.path("id").asText().equals(id))
                .findFirst()
                .orElseThrow(() -> new ServerUnusableException(
                        "the server has no model '%s': it has %s; WINNOW_SERVER_MODEL names the one to use"
                                .formatted(id, ids)));
        return new ServedModel(
                id,
                ServerKind.ofOwner(model.path("owned_by").asText()),
                context(model),
                Optional.ofNullable(model.path("root").textValue()));
    }

    private static OptionalInt context(JsonNode model) {
        // vLLM and SGLang; llama.cpp, of one slot.
        for (JsonNode told : List.of(model.path("max_model_len"), model.at("/meta/n_ctx"))) {
            if (told.canConvertToInt() && told.intValue() > 0) {
                return OptionalInt.of(told.intValue());
            }
        }
        return OptionalInt.empty();
    }
}
