package dev.winnow.coordinator.schedule;

import static dev.winnow.coordinator.schedule.ScheduleTest.ask;
import static dev.winnow.coordinator.schedule.ScheduleTest.history;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.winnow.coordinator.adapter.SmallAdapter;
import dev.winnow.coordinator.evaluation.EvaluationHarness;
import dev.winnow.coordinator.harness.ByteModel;
import dev.winnow.text.schema.SchemaHash;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Review, schedule, gate and re-extraction as one chain. {@code winnow bench chain} is the same with a real model. */
@QuarkusTest
class ReviewedScheduleTest extends EvaluationHarness {
    private static final int ITEMS = 70;
    private static final int UNSURE = 50;

    @Inject
    RunWork work;

    @Inject
    RunJudging judging;

    @Inject
    ObjectMapper json;

    private final SmallAdapter second = new SmallAdapter(2);

    /** The first adapter has no price right, and knows that of most; the second has all; others have no title. */
    private ItemAnswer answer(@Nullable String hash, int number) {
        Map<String, Double> confidence =
                Map.of("/title", 0.9, "/price", number < 1000 + UNSURE ? 0.2 + number / 1e5 : 0.8);
        if (second.hash().equals(hash)) {
            return new ItemAnswer(right(number), confidence);
        }
        String wrong = right(number).replace(":%d,".formatted(number), ":7,");
        return new ItemAnswer(adapter.hash().equals(hash) ? wrong : wrong.replace("\"t" + number, "\"x"), confidence);
    }

    @BeforeEach
    void two_more_versions_and_seventy_rows() {
        database.inTransaction(sql -> sql.update("truncate schedule, schedule_run, quartz_job_details, audit, review,"
                + " review_schema restart identity cascade"));
        for (SmallAdapter version : List.of(second, new SmallAdapter(3))) {
            api().contentType("application/zip")
                    .queryParam("name", "events")
                    .body(version.zip())
                    .post("/api/v1/adapters")
                    .then()
                    .statusCode(201);
        }
        dataset("seed", SCHEMA, rows(0, 60, ""), rows(100, 104, ""));
    }

    @Test
    void corrections_become_rows_that_train_a_better_adapter_which_extracts_what_was_unsure_again() throws IOException {
        champion("events@1");
        create(
                "reviewed",
                "\"import\": {\"name\": \"grown\", \"held_out_percent\": 0, \"sources\":"
                        + " [{\"dataset\": {\"dataset\": \"seed\"}}, {\"review\": {\"schema\": \"%s\"}}]}, \"least_new_rows\": %d"
                                .formatted(SchemaHash.of(json.readTree(SCHEMA)), UNSURE));
        trains("reviewed", "events@1");
        judging.runOnce();
        String job = job(1000, ITEMS);
        work(this::answer);
        fires("reviewed");
        history("reviewed").body("runs[0].code", equalTo("too_few_new_rows"));

        List<Integer> corrected = correctAllBelow(job, 0.5);
        assertThat(corrected).hasSize(UNSURE);
        trains("reviewed", "events@2");

        history("reviewed").body("runs[0].new_rows", equalTo(UNSURE)).body("runs[0].dataset", equalTo("grown@1"));
        assertThat(rowsOf(job)).isEqualTo(UNSURE);
        judging.runOnce();
        String meanwhile = job(2000, 3);
        evaluated(this::answer);
        judging.runOnce();
        history("reviewed")
                .body("runs[0].state", equalTo("promoted"))
                .body("runs[0].champion", equalTo("events@1"))
                .body("runs[0].judgement.changed", contains("price"));
        assertThat(madeBy(meanwhile)).containsOnly(adapter.hash());

        create("worse", "\"dataset\": \"seed\", \"least_new_rows\": 0");
        trains("worse", "events@3");
        judging.runOnce();
        evaluated(this::answer);
        judging.runOnce();
        history("worse").body("runs[0].state", equalTo("kept")).body("runs[0].champion", equalTo("events@2"));

        String again = api().contentType("application/json")
                .body("{\"adapter\": \"champion\", \"below\": 0.5}")
                .post("/api/v1/extractions/" + job + "/reextract")
                .then()
                .statusCode(202)
                .extract()
                .path("id");
        work(this::answer);
        assertThat(results(again).stream().map(result -> result.path("id").asText()))
                .containsExactlyElementsOf(
                        corrected.stream().map(position -> "item-" + position).toList());
        assertThat(madeBy(again)).containsOnly(second.hash());
        assertThat(results(again).get(0).at("/output/price").asInt()).isEqualTo(1000);
        assertThat(madeBy(job)).hasSize(ITEMS).containsOnly(adapter.hash());
    }

    private static void create(String name, String what) {
        ScheduleTest.create(("{\"name\": \"%s\", \"cron\": \"0 3 * * *\", %s, \"gate\": {\"promote\": \"champion\","
                        + " \"rules\": {\"least_rows\": 4}}}")
                .formatted(name, what));
    }

    private void fires(String schedule) {
        clock.advance(Duration.ofSeconds(1));
        ask(schedule, "run").statusCode(202);
        assertThat(work.runOnce()).isTrue();
    }

    /** It fires, and its training comes to that adapter. */
    private void trains(String schedule, String comesTo) {
        fires(schedule);
        int trained = database.inTransaction(
                sql -> sql.update("update training set state = 'done', adapter = ? where state = 'queued'", comesTo));
        assertThat(trained).isEqualTo(1);
    }

    private List<Integer> correctAllBelow(String job, double below) {
        List<Integer> positions = api().get("/api/v1/extractions/%s/review?below=%s&limit=100".formatted(job, below))
                .then()
                .statusCode(200)
                .extract()
                .path("items.position");
        for (int position : positions) {
            api().contentType("application/json")
                    .body("{\"decision\": \"correct\", \"output\": %s}".formatted(right(1000 + position)))
                    .put("/api/v1/extractions/%s/review/%d".formatted(job, position))
                    .then()
                    .statusCode(200);
        }
        return positions;
    }

    private int rowsOf(String job) {
        return database.inTransaction(sql -> sql.queryOne(
                        "select count(*) as rows from dataset_row where origin::jsonb ->> 'job' = ?"
                                + " and origin::jsonb ->> 'decision' = 'correct'",
                        row -> row.number("rows"),
                        job)
                .orElseThrow());
    }

    private String job(int from, int items) throws IOException {
        ObjectNode request = json.createObjectNode()
                .put("adapter", "champion")
                .put("model", ByteModel.NAME)
                .put("max_output_tokens", 64)
                .set("schema", json.readTree(SCHEMA));
        ArrayNode all = request.putArray("items");
        IntStream.range(0, items)
                .forEach(i -> all.addObject().put("id", "item-" + i).put("input", "page " + (from + i)));
        return api().contentType("application/json")
                .body(request.toString())
                .post("/api/v1/extractions")
                .then()
                .statusCode(202)
                .extract()
                .path("id");
    }

    private List<JsonNode> results(String job) {
        return Arrays.stream(api().get("/api/v1/extractions/" + job + "/results")
                        .then()
                        .statusCode(200)
                        .extract()
                        .asString()
                        .split("\n"))
                .map(this::read)
                .toList();
    }

    private JsonNode read(String line) {
        try {
            return json.readTree(line);
        } catch (IOException e) {
            throw new AssertionError(line, e);
        }
    }

    private List<String> madeBy(String job) {
        return results(job).stream()
                .map(result -> result.at("/made_by/adapter").asText())
                .toList();
    }

    private static void champion(String adapter) {
        api().contentType("application/json")
                .body("{\"adapter\": \"" + adapter + "\"}")
                .put("/api/v1/adapter-aliases/champion")
                .then()
                .statusCode(200);
    }
}
