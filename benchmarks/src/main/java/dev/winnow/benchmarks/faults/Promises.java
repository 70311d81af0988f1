package dev.winnow.benchmarks.faults;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.winnow.benchmarks.cluster.CoordinatorApi;
import dev.winnow.benchmarks.faults.PlannedJob.Item;
import dev.winnow.benchmarks.scripted.ScriptedModel;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What must be true of a job that was acknowledged: it is there and terminal, has one result for each item, each output
 * is what the input makes of it, only planted poison failed and with its own reason, and counters and rows say the
 * same. A job that was cancelled by its client may lack results; those that it has must be as right.
 */
final class Promises {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final CoordinatorApi api;
    private final List<String> broken = new ArrayList<>();

    Promises(CoordinatorApi api) {
        this.api = api;
    }

    /** What is broken, a sentence each; empty when all is kept. */
    List<String> broken() {
        return List.copyOf(broken);
    }

    /** Checks one job. */
    void check(String id, PlannedJob job) throws IOException, InterruptedException {
        JsonNode view = api.job(id);
        boolean cancelled = job.mayBeCancelled() && view.path("state").asText().equals("cancelled");
        if (!cancelled) {
            checkCounters(id, job, view);
        }
        JsonNode verification = api.verification(id);
        if (!verification.path("consistent").asBoolean()) {
            broken.add("job %s (%s): is not consistent: %s".formatted(id, job.key(), verification));
        }
        Map<String, JsonNode> results = results(id, job);
        Set<String> strangers = new HashSet<>(results.keySet());
        for (Item item : job.items()) {
            strangers.remove(item.id());
            JsonNode result = results.get(item.id());
            String fault = cancelled && result == null ? "" : fault(item, result);
            if (!fault.isEmpty()) {
                broken.add("job %s (%s): item %s (%s) %s".formatted(id, job.key(), item.id(), item.input(), fault));
            }
        }
        if (!strangers.isEmpty()) {
            broken.add("job %s (%s): results of items that it does not have: %s".formatted(id, job.key(), strangers));
        }
    }

    private Map<String, JsonNode> results(String id, PlannedJob job) throws IOException, InterruptedException {
        Map<String, JsonNode> results = new HashMap<>();
        try (Stream<String> lines = api.results(id)) {
            for (String line : (Iterable<String>) lines::iterator) {
                JsonNode result = JSON.readTree(line);
                if (results.put(result.path("id").asText(), result) != null) {
                    broken.add("job %s (%s): item %s has two results"
                            .formatted(id, job.key(), result.path("id").asText()));
                }
            }
        }
        return results;
    }

    private void checkCounters(String id, PlannedJob job, JsonNode view) {
        int items = job.items().size();
        String expected =
                "done, %d items, %d succeeded, %d failed".formatted(items, items - job.poisoned(), job.poisoned());
        String said = "%s, %d items, %d succeeded, %d failed"
                .formatted(
                        view.path("state").asText(),
                        view.path("items").asInt(),
                        view.path("succeeded").asInt(),
                        view.path("failed").asInt());
        if (!said.equals(expected)) {
            broken.add("job %s (%s): its counters say %s, expected %s".formatted(id, job.key(), said, expected));
        }
    }

    /** What is wrong with an item's result, in words, or nothing. */
    static String fault(Item item, @Nullable JsonNode result) throws IOException {
        if (result == null) {
            return "has no result";
        }
        if (item.failsWith() != null) {
            String code = result.path("error").path("code").asText();
            return code.equals(item.failsWith().wireName()) ? "" : "was poison and ended with " + result;
        }
        JsonNode expected = JSON.readTree(ScriptedModel.answer(item.input()));
        return expected.equals(result.path("output")) ? "" : "ended with " + result;
    }
}
