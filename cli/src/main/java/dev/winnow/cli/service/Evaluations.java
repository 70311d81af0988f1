package dev.winnow.cli.service;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.function.Consumer;

/** The service's evaluations. Thread-safe. */
public final class Evaluations {
    private static final String EVALUATIONS = "/api/v1/evaluations";

    private final ServiceClient client;

    /** Asks through that client. */
    public Evaluations(ServiceClient client) {
        this.client = client;
    }

    /** Submits one. */
    public JsonNode submit(UUID key, JsonNode body) {
        return client.create(EVALUATIONS, key, body);
    }

    /** The newest ones. */
    public JsonNode all() {
        return client.get(EVALUATIONS);
    }

    /** One of them. */
    public JsonNode find(String evaluation) {
        return client.get(ServiceClient.path(EVALUATIONS, evaluation));
    }

    /** The extraction job of a run. */
    public Job job(String id) {
        return client.job(id);
    }

    /** Holds two of its runs against each other. */
    public JsonNode judge(String evaluation, JsonNode body) {
        return client.post(ServiceClient.path(EVALUATIONS, evaluation, "judgement"), body);
    }

    /** Ends one with its jobs. */
    public JsonNode cancel(String evaluation) {
        return client.post(ServiceClient.path(EVALUATIONS, evaluation, "cancel"));
    }

    /** Deletes one that has ended. */
    public void delete(String evaluation) {
        client.delete(ServiceClient.path(EVALUATIONS, evaluation));
    }

    /**
     * Hands over its rows, a line of JSON each.
     *
     * @param most how many
     */
    public void rows(String evaluation, int most, Consumer<String> line) {
        String path = ServiceClient.path(EVALUATIONS, evaluation, "rows") + "?limit=" + most;
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(client.download(path), StandardCharsets.UTF_8))) {
            for (String next = lines.readLine(); next != null; next = lines.readLine()) {
                line.accept(next);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the connection broke while the rows were read", e);
        }
    }
}
