package dev.winnow.cli.service;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The service's datasets and trainings. Thread-safe. */
public final class Trainings {
    private static final String DATASETS = "/api/v1/datasets";
    private static final String TRAININGS = "/api/v1/trainings";

    private static final String TRIALS = "/api/v1/trials";

    private final ServiceClient client;

    /** Asks through that client. */
    public Trainings(ServiceClient client) {
        this.client = client;
    }

    /**
     * Stores a dataset.
     *
     * @param zip its files
     * @param heldOutPercent of its rows, or null
     */
    public JsonNode store(
            Path zip, String name, @Nullable Integer heldOutPercent, @Nullable String instruction, boolean dropLeaks) {
        String query = "?name=" + ServiceClient.escape(name)
                + (heldOutPercent == null ? "" : "&held_out_percent=" + heldOutPercent)
                + (instruction == null ? "" : "&instruction=" + ServiceClient.escape(instruction))
                + (dropLeaks ? "&leaks=drop" : "");
        return client.upload(DATASETS + query, "application/zip", zip);
    }

    /** Stores a dataset whose rows the service fetches itself. */
    public JsonNode fetch(JsonNode body) {
        return client.create(DATASETS, UUID.randomUUID(), body);
    }

    /** All datasets. */
    public JsonNode datasets() {
        return client.get(DATASETS);
    }

    /** One of them, by version or hash. */
    public JsonNode dataset(String dataset) {
        return client.get(ServiceClient.path(DATASETS, dataset));
    }

    /** Removes one for good. */
    public void removeDataset(String dataset) {
        client.delete(ServiceClient.path(DATASETS, dataset));
    }

    /** Submits a training. */
    public JsonNode submit(UUID key, JsonNode body) {
        return client.create(TRAININGS, key, body);
    }

    /** Submits several trainings that end in one table. */
    public JsonNode submitTrials(UUID key, JsonNode body) {
        return client.create(TRIALS, key, body);
    }

    /** The newest trainings. */
    public JsonNode all() {
        return client.get(TRAININGS);
    }

    /** One of them. */
    public JsonNode find(String training) {
        return client.get(ServiceClient.path(TRAININGS, training));
    }

    /** Its losses behind a step. */
    public JsonNode losses(String training, int after) {
        return client.get(ServiceClient.path(TRAININGS, training, "losses") + "?after=" + after);
    }

    /** Ends one; its last checkpoint is kept. */
    public JsonNode cancel(String training) {
        return client.post(ServiceClient.path(TRAININGS, training, "cancel"));
    }

    /** Lets one go on from its last checkpoint. */
    public JsonNode resume(String training) {
        return client.post(ServiceClient.path(TRAININGS, training, "resume"));
    }

    /** Deletes one that has ended. */
    public void delete(String training) {
        client.delete(ServiceClient.path(TRAININGS, training));
    }
}
