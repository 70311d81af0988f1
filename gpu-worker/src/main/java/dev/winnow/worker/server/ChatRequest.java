package dev.winnow.worker.server;

import static java.util.Objects.requireNonNull;

/**
 * What is asked of the server for one item.
 *
 * @param body as JSON
 * @param model the name that an answer must bear, so that it is what was asked for
 */
record ChatRequest(String body, String model) {
    ChatRequest {
        requireNonNull(body, "body");
        requireNonNull(model, "model");
    }
}
