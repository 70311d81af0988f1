package dev.winnow.benchmarks.chain;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.winnow.benchmarks.report.Checks;
import dev.winnow.cli.machine.Multiplier;
import dev.winnow.text.schema.SchemaHash;
import java.io.IOException;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** The chain in its order. Not thread-safe. */
final class ChainRun {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String ALIAS = "champion";
    static final int CORRECTIONS = 50;
    private static final int UNSURE = 20;
    private static final double BELOW = 0.999;

    private final ChainService service;
    private final ChainListings listings;
    private final ChainSize size;
    private final Checks checks;

    ChainRun(ChainService service, ChainListings listings, ChainSize size, Checks checks) {
        this.service = service;
        this.listings = listings;
        this.size = size;
        this.checks = checks;
    }

    /** Tells all of it. */
    void run() throws IOException, InterruptedException, SQLException {
        String first = firstChampion();
        String job = service.submit(listings.job("first listings", size.documents(), ALIAS));
        service.awaitJob(job);
        List<JsonNode> results = service.results(job);
        checks.say("%d listings are extracted".formatted(results.size()));
        checks.that(madeBy(results, first), "every result names " + first);
        nothingNew();
        corrected(job);
        String second = better(job, first);
        worse(second);
        again(job, results, second);
    }

    /** A first adapter of few rows has nobody to be better than. */
    private String firstChampion() throws IOException, InterruptedException {
        service.dataset("seed", listings.dataset(size.rows(), size.heldOut()));
        String sources =
                "{\"name\": \"listings\", \"held_out_percent\": 0, \"sources\": [{\"dataset\": {\"dataset\": \"seed\"}},"
                        + " {\"review\": {\"schema\": \"%s\"}}]}".formatted(SchemaHash.of(listings.schema()));
        ObjectNode schedule = JSON.createObjectNode()
                .put("name", "reviewed")
                .put("cron", "0 3 * * SUN")
                .put("least_new_rows", CORRECTIONS);
        schedule.set("import", JSON.readTree(sources));
        schedule.set("training", training(0.002));
        schedule.set("gate", gate());
        service.send("POST", "/schedules", schedule.toString());
        JsonNode run = service.run("reviewed", "promoted", "kept", "waiting", "skipped");
        checks.say("the schedule has run on %s of %d rows"
                .formatted(run.path("dataset").asText(), size.rows()));
        checks.same(
                "the first adapter is promoted", "promoted", run.path("state").asText());
        checks.same("the alias stands for it", run.path("candidate").asText(), champion());
        return champion();
    }

    private void nothingNew() throws IOException, InterruptedException {
        JsonNode run = service.run("reviewed", "skipped", "training");
        checks.same(
                "without new rows the schedule trains nothing",
                "too_few_new_rows",
                run.path("code").asText());
    }

    private void corrected(String job) throws IOException, InterruptedException {
        int corrected = 0;
        int accepted = 0;
        String cursor = "";
        double last = 0;
        boolean inOrder = true;
        while (corrected + accepted < CORRECTIONS) {
            JsonNode page = service.get("/extractions/%s/review?below=%s&limit=25%s".formatted(job, BELOW, cursor));
            for (JsonNode item : page.path("items")) {
                if (corrected + accepted == CORRECTIONS) {
                    break;
                }
                inOrder &= item.path("least_confidence").asDouble() >= last;
                last = item.path("least_confidence").asDouble();
                JsonNode right = listings.right(item.path("id").asText());
                boolean accept = right.equals(item.path("output"));
                ObjectNode decision = JSON.createObjectNode().put("decision", accept ? "accept" : "correct");
                if (!accept) {
                    decision.set("output", right);
                }
                service.send(
                        "PUT",
                        "/extractions/%s/review/%d"
                                .formatted(job, item.path("position").asInt()),
                        decision.toString());
                accepted += accept ? 1 : 0;
                corrected += accept ? 0 : 1;
            }
            if (!page.hasNonNull("next_cursor")) {
                break;
            }
            cursor = "&cursor=" + page.path("next_cursor").asText();
        }
        checks.say("%d results are corrected and %d accepted, the least sure first".formatted(corrected, accepted));
        checks.same("results below %s were decided".formatted(BELOW), CORRECTIONS, corrected + accepted);
        checks.that(inOrder, "the least sure came first");
    }

    /** The schedule fires; what it trains is promoted while a job runs. */
    private String better(String job, String first) throws IOException, InterruptedException, SQLException {
        JsonNode run = service.run("reviewed", "evaluating", "skipped", "kept");
        checks.say(
                "the schedule has trained on %s".formatted(run.path("dataset").asText()));
        checks.same("new rows", CORRECTIONS, run.path("new_rows").asInt());
        checks.same(
                "rows with their origin",
                (long) CORRECTIONS,
                service.reviewedRows(run.path("dataset").asText(), job));
        String running = service.submit(listings.job("runs meanwhile", size.running(), ALIAS));
        run = service.awaitRun("reviewed", "promoted", "kept", "waiting");
        JsonNode meanwhile = service.get("/extractions/" + running);
        tell(run);
        String second = run.path("candidate").asText();
        checks.same(
                "the better adapter is promoted", "promoted", run.path("state").asText());
        checks.same("the alias stands for it", second, champion());
        checks.that(!run.at("/judgement/changed").isEmpty(), "the report names the fields that changed");
        checks.that(audited(), "the audit has a line by the schedule");
        checks.that(
                meanwhile.path("state").asText().equals("running")
                        && meanwhile.path("succeeded").asInt() > 0,
                "a job ran meanwhile: %d of %d were done"
                        .formatted(meanwhile.path("succeeded").asInt(), size.running()));
        service.awaitJob(running);
        checks.say("the job that ran meanwhile is done");
        checks.that(madeBy(service.results(running), first), "all its results name " + first);
        return second;
    }

    private void tell(JsonNode run) {
        JsonNode judgement = run.path("judgement");
        checks.say("%s against %s: %s by %+.3f"
                .formatted(
                        run.path("candidate").asText(),
                        run.path("champion").asText(),
                        judgement.path("outcome").asText(),
                        judgement.at("/score/mean").asDouble()));
        for (JsonNode field : judgement.path("changed")) {
            JsonNode change = judgement.path("fields").path(field.asText());
            checks.say("  %s %+.3f (%.3f to %.3f)"
                    .formatted(
                            field.asText(),
                            change.path("mean").asDouble(),
                            change.path("low").asDouble(),
                            change.path("high").asDouble()));
        }
        judgement.path("reasons").forEach(reason -> checks.say("  " + reason.asText()));
    }

    /** A training that learns next to nothing. */
    private void worse(String champion) throws IOException, InterruptedException {
        ObjectNode schedule = JSON.createObjectNode()
                .put("name", "worse")
                .put("cron", "0 4 * * SUN")
                .put("dataset", "seed")
                .put("least_new_rows", 0);
        schedule.set("training", training(1e-7));
        schedule.set("gate", gate());
        service.send("POST", "/schedules", schedule.toString());
        JsonNode run = service.run("worse", "promoted", "kept", "waiting", "skipped");
        tell(run);
        checks.same(
                "the worse adapter is not promoted", "kept", run.path("state").asText());
        checks.same("the champion stays", champion, champion());
    }

    private void again(String job, List<JsonNode> before, String champion) throws IOException, InterruptedException {
        List<JsonNode> byConfidence = before.stream()
                .filter(result -> result.has("output"))
                .sorted(Comparator.comparingDouble(ChainRun::least))
                .toList();
        double below = (least(byConfidence.get(UNSURE - 1)) + least(byConfidence.get(UNSURE))) / 2;
        String id = service.send(
                        "POST",
                        "/extractions/%s/reextract".formatted(job),
                        JSON.createObjectNode()
                                .put("adapter", ALIAS)
                                .put("below", below)
                                .toString())
                .path("id")
                .asText();
        service.awaitJob(id);
        List<JsonNode> after = service.results(id);
        checks.say("%d of %d items are extracted again".formatted(after.size(), before.size()));
        checks.that(
                ids(after).equals(ids(byConfidence.subList(0, UNSURE))),
                "only the %d that were less sure than %.3f".formatted(UNSURE, below));
        checks.that(madeBy(after, champion), "every result names " + champion);
        checks.that(service.results(job).equals(before), "the first job's results are what they were");
        checks.say("right before: %d, and after: %d".formatted(right(byConfidence.subList(0, UNSURE)), right(after)));
    }

    private long right(List<JsonNode> results) {
        return results.stream()
                .filter(result -> result.path("output")
                        .equals(listings.right(result.path("id").asText())))
                .count();
    }

    private static Set<String> ids(List<JsonNode> results) {
        return results.stream().map(result -> result.path("id").asText()).collect(Collectors.toSet());
    }

    private static double least(JsonNode result) {
        return StreamSupport.stream(result.path("confidence").spliterator(), false)
                .mapToDouble(JsonNode::asDouble)
                .min()
                .orElse(1);
    }

    private String champion() throws IOException, InterruptedException {
        for (JsonNode alias : service.get("/adapter-aliases").path("aliases")) {
            if (alias.path("alias").asText().equals(ALIAS)) {
                return alias.path("adapter").asText();
            }
        }
        return "nothing";
    }

    private boolean madeBy(List<JsonNode> results, String adapter) throws IOException, InterruptedException {
        String hash = service.get("/adapters/" + adapter).path("hash").asText();
        return !results.isEmpty()
                && results.stream()
                        .allMatch(
                                result -> result.at("/made_by/adapter").asText().equals(hash));
    }

    private boolean audited() throws IOException, InterruptedException {
        return StreamSupport.stream(service.get("/audit").path("lines").spliterator(), false)
                .anyMatch(line -> line.path("key_name").asText().equals("schedule reviewed"));
    }

    private static ObjectNode training(double rate) {
        return JSON.createObjectNode()
                // After one epoch over so few rows a field may be worse by a quarter, and the gate keeps the adapter.
                .put("epochs", 3)
                .put("rank", 8)
                .put("alpha", 16)
                .put("rate", rate)
                .put("products", Multiplier.wantsBf16() ? "bf16" : "f32");
    }

    // With so few rows a field falls by a row or two by chance.
    private JsonNode gate() {
        ObjectNode gate = JSON.createObjectNode().put("promote", ALIAS).put("rows", size.heldOut());
        gate.putObject("rules")
                .put("least_rows", Math.min(30, size.heldOut()))
                .put("most_field_loss", 0.1)
                .put("most_slowdown", 3);
        return gate;
    }
}
