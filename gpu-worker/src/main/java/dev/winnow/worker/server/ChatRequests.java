package dev.winnow.worker.server;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.winnow.common.work.ExtractionTask;
import dev.winnow.common.work.WorkItem;
import org.jspecify.annotations.Nullable;

/** Writes items as chat completions. Thread-safe. */
final class ChatRequests {
    // The same request at temperature 0 would give the same output again.
    private static final double WARMER = 0.3;
    private static final double WARMEST = 2;
    // llama.cpp's seeds have 32 bits, and its largest means by chance.
    private static final long SEEDS = 1L << 31;

    private final AdapterNames adapters;
    private final ObjectNode options;
    private final boolean logprobs;

    /**
     * Takes what all requests have.
     *
     * @param options more fields; what Winnow sets itself stays
     */
    ChatRequests(AdapterNames adapters, ObjectNode options, boolean logprobs) {
        this.adapters = adapters;
        this.options = options.deepCopy();
        this.logprobs = logprobs;
    }

    /**
     * The request for an item.
     *
     * @param tries how often its output was not valid: each further try is a little warmer, with another seed
     * @throws AdapterUnknownException if the server does not have the task's adapter; the message says what to do
     */
    ChatRequest of(ServerFacts facts, ExtractionTask task, WorkItem item, int tries) throws AdapterUnknownException {
        ObjectNode body = options.deepCopy();
        String model = model(facts, task.adapter(), body);
        body.put("model", model);
        body.putArray("messages")
                .addObject()
                .put("role", "user")
                .put(
                        "content",
                        item.instruction().isEmpty() ? item.input() : item.instruction() + "\n\n" + item.input());
        body.put("max_tokens", task.maxOutputTokens());
        body.put("stream", false);
        sample(facts.model().kind(), task, tries, body);
        if (logprobs) {
            // One beside the chosen: llama.cpp takes none for no probabilities at all, and leaving it out for twenty.
            body.put("logprobs", true).put("top_logprobs", 1);
        }
        if (task.constrained()) {
            ObjectNode format = body.putObject("response_format").put("type", "json_schema");
            format.putObject("json_schema")
                    .put("name", "winnow")
                    .put("strict", true)
                    .set("schema", task.schema());
        }
        return new ChatRequest(body.toString(), model);
    }

    private static void sample(ServerKind kind, ExtractionTask task, int tries, ObjectNode body) {
        body.put("temperature", Math.min(WARMEST, Math.max(task.sampling().temperature(), WARMER * tries)));
        body.put("seed", Math.floorMod(task.sampling().seed() + tries, SEEDS));
        body.put("top_p", 1);
        if (kind == ServerKind.LLAMA_CPP) {
            // Its own defaults cut off what is unlikely.
            body.put("top_k", 0).put("min_p", 0);
        }
    }

    private String model(ServerFacts facts, @Nullable String hash, ObjectNode body) throws AdapterUnknownException {
        ServedModel base = facts.model();
        if (base.kind() != ServerKind.LLAMA_CPP) {
            return hash == null ? base.id() : name(hash);
        }
        // Told of none, it would use all that it was started with.
        ArrayNode loras = body.putArray("lora");
        if (hash != null) {
            Integer number = facts.loras().get(name(hash));
            if (number == null) {
                throw new AdapterUnknownException(
                        "the server has no adapter '%s', it has %s: start it with --lora FILE, whose name counts"
                                .formatted(name(hash), facts.loras().keySet()));
            }
            loras.addObject().put("id", number).put("scale", 1);
        }
        return base.id();
    }

    private String name(String hash) throws AdapterUnknownException {
        return adapters.of(hash)
                .orElseThrow(() -> new AdapterUnknownException(
                        "the server's name of the adapter %s is not known: load it there, and set WINNOW_SERVER_ADAPTERS=%s=NAME"
                                .formatted(hash, hash)));
    }
}
