package dev.winnow.worker.server;

import java.util.Arrays;
import java.util.Locale;

/** Which server it is, as far as it matters. */
enum ServerKind {
    /** Takes adapters by number in each request, and answers to any model's name with the model that it has. */
    LLAMA_CPP("llamacpp", "server-llamacpp"),
    /** Serves adapters as models. */
    VLLM("vllm", "server-vllm"),
    /** Serves adapters as {@code model:adapter}. */
    SGLANG("sglang", "server-sglang"),
    /** Any other that speaks the protocol. */
    OTHER("", "server");

    private final String owner;
    private final String quantization;

    ServerKind(String owner, String quantization) {
        this.owner = owner;
        this.quantization = quantization;
    }

    /** What stands in place of a numeric mode: whose numbers they are, Winnow does not know. */
    String quantization() {
        return quantization;
    }

    /** By what a server writes as {@code owned_by} of its models. */
    static ServerKind ofOwner(String ownedBy) {
        String owner = ownedBy.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
        return Arrays.stream(values())
                .filter(kind -> kind.owner.equals(owner))
                .findFirst()
                .orElse(OTHER);
    }
}
