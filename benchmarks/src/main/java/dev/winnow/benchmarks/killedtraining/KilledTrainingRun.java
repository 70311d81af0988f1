package dev.winnow.benchmarks.killedtraining;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.winnow.benchmarks.report.Checks;
import dev.winnow.cli.demo.SampleListings;
import dev.winnow.cli.machine.Multiplier;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Trains each twice, the second time with kills, and compares. Not thread-safe. */
final class KilledTrainingRun {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration LIMIT = Duration.ofMinutes(20);
    private static final long PAUSE_NANOS = 50_000_000;

    private final TrainingWorkers workers;
    private final Parts parts;
    private final Shape shape;
    private final Checks checks;
    private final long seed;

    KilledTrainingRun(TrainingWorkers workers, Parts parts, Shape shape, Checks checks, long seed) {
        this.workers = workers;
        this.parts = parts;
        this.shape = shape;
        this.checks = checks;
        this.seed = seed;
    }

    /** Tells all of it. */
    void run() throws IOException, InterruptedException, SQLException {
        workers.api()
                .send(
                        "POST",
                        "/api/v1/datasets?name=killed&held_out_percent=0&instruction=Convert",
                        "application/x-ndjson",
                        String.join("\n", new SampleListings(seed).rows(shape.rows()))
                                .getBytes(StandardCharsets.UTF_8));
        twice("one worker alone", request(), shape.steps(), 1);
        ObjectNode shared = request()
                .put("nodes", shape.nodes())
                .put("local_steps", shape.localSteps())
                .put("on_lost_part", "redo");
        twice(
                "%d nodes, %d rounds".formatted(shape.nodes(), shape.rounds()),
                shared,
                shape.localSteps(),
                shape.rounds());
    }

    private ObjectNode request() {
        return JSON.createObjectNode()
                .put("dataset", "killed@1")
                .put("batch", Shape.BATCH)
                .put("rank", 8)
                .put("alpha", 16)
                // What is dropped must be the same after a death, too.
                .put("dropout", 0.1)
                .put("seed", seed)
                .put("products", Multiplier.wantsBf16() ? "bf16" : "f32")
                .put("evaluate", false);
    }

    private void twice(String name, ObjectNode request, int partSteps, int rounds)
            throws IOException, InterruptedException, SQLException {
        checks.say("%s, %d steps, undisturbed".formatted(name, shape.steps()));
        Outcome undisturbed = train(request, 0);
        checks.that(undisturbed.undisturbed(), "no part was begun twice: " + undisturbed.parts());
        checks.say("the same, and a worker is killed in the middle of a part" + (rounds > 1 ? " in every round" : ""));
        Outcome disturbed = train(request, partSteps);
        checks.same(
                "rounds in which a worker was killed",
                rounds,
                disturbed.killed().size());
        checks.same(
                "steps whose loss is known", shape.steps(), disturbed.losses().size());
        checks.that(
                disturbed.losses().equals(undisturbed.losses()),
                "the loss of every step is the same"
                        + undisturbed
                                .firstDifference(disturbed)
                                .map(first -> ": " + first)
                                .orElse(""));
        checks.same("the adapter's hash", undisturbed.hash(), disturbed.hash());
        // A worker that began at the beginning would have sent those before the kill once more.
        checks.same(
                "uploads from workers, one after each step and each part's result",
                undisturbed.uploads(),
                disturbed.uploads());
    }

    /** Trains once; with parts of so many steps each round has a death, with 0 none. */
    private Outcome train(ObjectNode request, int partSteps) throws IOException, InterruptedException, SQLException {
        UUID training = UUID.fromString(workers.api()
                .send(
                        "POST",
                        "/api/v1/trainings",
                        "application/json",
                        request.toString().getBytes(StandardCharsets.UTF_8))
                .path("id")
                .asText());
        String path = "/api/v1/trainings/" + training;
        long deadline = System.nanoTime() + LIMIT.toNanos();
        Set<Integer> killed = new HashSet<>();
        @Nullable Part lost = null;
        JsonNode now = workers.api().get(path);
        while (!now.hasNonNull("ended_at")) {
            if (System.nanoTime() > deadline) {
                throw new IOException("the training stays at " + now);
            }
            if (lost != null) {
                lost = goneOn(training, lost) ? null : lost;
            } else if (partSteps > 0) {
                lost = kill(training, partSteps, killed);
            }
            LockSupport.parkNanos(PAUSE_NANOS);
            now = workers.api().get(path);
        }
        workers.replace();
        if (!now.path("state").asText().equals("done")) {
            throw new IOException("the training has not come to an end: " + now);
        }
        List<JsonNode> losses = new ArrayList<>();
        workers.api().get(path + "/losses").path("losses").forEach(losses::add);
        String adapter = now.path("adapter").asText();
        String hash =
                workers.api().get("/api/v1/adapters/" + adapter).path("hash").asText();
        checks.say("done: %s, %s".formatted(adapter, hash));
        return new Outcome(hash, losses, parts.of(training), killed);
    }

    /** Ends a worker that is in the middle of a part of a round that has had no death. */
    private @Nullable Part kill(UUID training, int partSteps, Set<Integer> killed)
            throws IOException, InterruptedException, SQLException {
        for (Part part : parts.of(training)) {
            if (killed.contains(part.round()) || !part.inTheMiddle(partSteps)) {
                continue;
            }
            // It is stopped where it is, and looked at once more: a step may have ended meanwhile, the part must not.
            workers.named(part.worker()).freeze();
            Part frozen = parts.of(training).stream()
                    .filter(seen -> seen.id().equals(part.id()))
                    .findFirst()
                    .orElseThrow();
            if (!frozen.inTheMiddle(partSteps)) {
                workers.named(part.worker()).thaw();
                continue;
            }
            workers.named(part.worker()).kill();
            killed.add(part.round());
            checks.say("%s: %s is killed, its last checkpoint is of step %d of %d"
                    .formatted(part, part.worker(), frozen.checkpointStep(), partSteps));
            return frozen;
        }
        return null;
    }

    /** Whether another worker has taken up what was lost; the dead one comes back then, and not before. */
    private boolean goneOn(UUID training, Part lost) throws IOException, SQLException {
        for (Part part : parts.of(training)) {
            if (part.goesOnSince(lost)) {
                checks.say("%s: %s goes on with it".formatted(part, part.worker()));
                workers.replace();
                return true;
            }
        }
        return false;
    }
}
