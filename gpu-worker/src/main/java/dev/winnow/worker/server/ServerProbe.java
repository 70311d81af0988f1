package dev.winnow.worker.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** Asks whether the server is there, and what it has. Its futures fail with an {@link IOException}. Thread-safe. */
final class ServerProbe {
    private static final int OK = 200;

    private final ServerCalls calls;
    private final Optional<String> wanted;

    /** Takes the name of the model that the server must have, if there is one. */
    ServerProbe(ServerCalls calls, Optional<String> wanted) {
        this.calls = calls;
        this.wanted = wanted;
    }

    /** Asks what it has. */
    CompletableFuture<ServerFacts> look() {
        return calls.get("/v1/models").thenCompose(reply -> {
            ServedModel model = checked(() -> ServedModel.in(Json.object(body(reply, "/v1/models")), wanted));
            return model.kind() == ServerKind.LLAMA_CPP
                    ? loras().thenApply(loras -> new ServerFacts(model, loras))
                    : CompletableFuture.completedFuture(new ServerFacts(model, Map.of()));
        });
    }

    private CompletableFuture<Map<String, Integer>> loras() {
        return calls.get("/lora-adapters")
                .thenApply(reply -> checked(() -> {
                    JsonNode read = Json.MAPPER.readTree(body(reply, "/lora-adapters"));
                    return ServerFacts.loras(read);
                }));
    }

    /** Asks the same, and for one token: a server may answer questions about itself and compute nothing. */
    CompletableFuture<ServerFacts> tryOut() {
        return look().thenCompose(facts -> calls.postInTime("/v1/chat/completions", hello(facts.model()))
                .thenApply(reply -> checked(() -> {
                    body(reply, "/v1/chat/completions");
                    return facts;
                })));
    }

    private static String hello(ServedModel model) {
        ObjectNode body = Json.MAPPER.createObjectNode();
        body.put("model", model.id());
        body.putArray("messages").addObject().put("role", "user").put("content", "Hello");
        body.put("max_tokens", 1);
        return body.toString();
    }

    private static String body(Reply reply, String path) throws IOException {
        if (reply.status() == OK) {
            return reply.body();
        }
        if (reply.status() == 401 || reply.status() == 403) {
            throw new ServerUnusableException("the server does not accept the key (%d to %s): set WINNOW_SERVER_API_KEY"
                    .formatted(reply.status(), path));
        }
        String said = "%s answered %d: %s".formatted(path, reply.status(), Json.shortened(reply.body()));
        if (reply.status() == 404 || reply.status() / 100 == 3) {
            throw new ServerUnusableException(
                    said + "; WINNOW_SERVER_URL is the address of an OpenAI-compatible server, without /v1");
        }
        throw new IOException(said);
    }

    private static <T> T checked(Reading<T> reading) {
        try {
            return reading.read();
        } catch (IOException e) {
            throw new CompletionException(e);
        }
    }

    /** Reads an answer. */
    @FunctionalInterface
    private interface Reading<T> {
        /** Reads it. */
        T read() throws IOException;
    }
}
