package dev.winnow.benchmarks.browser;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Requests of a browser, and the bytes of their answers as they were sent. Not thread-safe. */
public final class Traffic {
    private final List<String> addresses = new ArrayList<>();
    private final Map<String, Long> received = new HashMap<>();
    private int events;

    Traffic() {}

    /** Takes what the browser tells of its network. */
    void add(JsonNode message) {
        JsonNode said = message.path("params");
        String request = said.path("requestId").asText();
        switch (message.path("method").asText()) {
            case "Network.requestWillBeSent" ->
                addresses.add(said.at("/request/url").asText());
            case "Network.dataReceived" ->
                // Of an event stream the browser does not tell how it was sent; that goes out as it is.
                received.merge(
                        request,
                        Math.max(
                                said.path("encodedDataLength").asLong(),
                                said.path("dataLength").asLong()),
                        Long::sum);
            case "Network.loadingFinished" ->
                // All of it, with the head of the answer.
                received.put(request, said.path("encodedDataLength").asLong());
            case "Network.eventSourceMessageReceived" -> events++;
            default -> {
                // Nothing about what was sent.
            }
        }
    }

    /** What was asked for, in that order. */
    public List<String> addresses() {
        return List.copyOf(addresses);
    }

    /** How many events came on streams. */
    public int events() {
        return events;
    }

    /** Of all answers, with their heads once they are there in full. */
    public long bytes() {
        return received.values().stream().mapToLong(Long::longValue).sum();
    }
}
