package dev.winnow.coordinator.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.winnow.common.result.ErrorCode;
import dev.winnow.common.result.Evidence;
import dev.winnow.common.result.ItemFailure;
import dev.winnow.common.result.ItemOutput;
import dev.winnow.common.result.ItemResult;
import dev.winnow.common.result.ItemsFinished;
import dev.winnow.common.result.Provenance;
import dev.winnow.common.result.Usage;
import dev.winnow.common.work.ShardWork;
import dev.winnow.common.work.WorkItem;
import dev.winnow.coordinator.adapter.SmallAdapter;
import dev.winnow.coordinator.harness.ByteModel;
import dev.winnow.coordinator.harness.CoordinatorTest;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;

/** A dataset of ten rows and four held out, an adapter, and a worker that answers what a test wants. */
public abstract class EvaluationHarness extends CoordinatorTest {
    protected static final String SCHEMA = """
            {"type":"object","required":["title","price","tags"],"additionalProperties":false,"properties":{
            "title":{"type":"string"},"price":{"type":["integer","null"]},
            "tags":{"type":"array","items":{"type":"string"}}}}""";

    static final String BOTH = "{\"dataset\": \"events@1\", \"adapters\": [null, \"events@1\"]}";

    @Inject
    RunSubmission submission;

    @Inject
    RunScoring scoring;

    @Inject
    LeftJobs left;

    protected final SmallAdapter adapter = new SmallAdapter(1);

    @BeforeEach
    void a_dataset_and_an_adapter() {
        database.inTransaction(sql -> sql.update(
                "truncate dataset, dataset_row, dataset_name, training, evaluation restart identity cascade"));
        dataset("events", SCHEMA, rows(0, 10, ""), rows(100, 104, ""));
        api().contentType("application/zip")
                .queryParam("name", "events")
                .body(adapter.zip())
                .post("/api/v1/adapters")
                .then()
                .statusCode(201);
    }

    /** Rows whose input is the number that their output holds. */
    protected static String rows(int from, int to, String more) {
        return IntStream.range(from, to)
                .mapToObj(i -> "{\"instruction\": \"Convert\", \"input\": \"page %d%s\", \"output\": %s}"
                        .formatted(i, more, right(i)))
                .collect(Collectors.joining("\n"));
    }

    protected static String right(int number) {
        return "{\"title\":\"t%d\",\"price\":%d,\"tags\":[\"a\",\"b\"]}".formatted(number, number);
    }

    protected static void dataset(String name, @Nullable String schema, String train, @Nullable String heldOut) {
        store(name, schema, train, heldOut).statusCode(201);
    }

    static ValidatableResponse store(String name, @Nullable String schema, String train, @Nullable String heldOut) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            entry(zip, "schema.json", schema);
            entry(zip, "eval.jsonl", heldOut);
            entry(zip, "train.jsonl", train);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        var request = api().contentType("application/zip").queryParam("name", name);
        return (heldOut == null ? request.queryParam("held_out_percent", 0) : request)
                .body(bytes.toByteArray())
                .post("/api/v1/datasets")
                .then();
    }

    private static void entry(ZipOutputStream zip, String name, @Nullable String text) throws IOException {
        if (text != null) {
            zip.putNextEntry(new ZipEntry(name));
            zip.write(text.getBytes(StandardCharsets.UTF_8));
        }
    }

    static ValidatableResponse submitted(String body) {
        return api().contentType("application/json")
                .body(body)
                .post("/api/v1/evaluations")
                .then();
    }

    static UUID evaluate(String body) {
        return UUID.fromString(submitted(body).statusCode(202).extract().path("id"));
    }

    static ValidatableResponse show(UUID id) {
        return api().get("/api/v1/evaluations/{id}", id).then().statusCode(200);
    }

    /** Does the jobs of all evaluations, as {@link #work} says, and scores them. */
    protected void evaluated(BiFunction<@Nullable String, Integer, ItemAnswer> answers) {
        submission.runOnce();
        work(answers);
        scoring.runOnce();
    }

    /** Does all jobs there are; whoever answers gets the adapter's hash, or null, and the input's number. */
    protected void work(BiFunction<@Nullable String, Integer, ItemAnswer> answers) {
        dispatch();
        Optional<ShardWork> next = worker.take();
        assertThat(next).isPresent();
        while (next.isPresent()) {
            ShardWork work = next.get();
            worker.claim(work.shard());
            List<ItemResult> results = new ArrayList<>();
            for (WorkItem item : work.items()) {
                int number = Integer.parseInt(item.input().replaceAll("[^0-9]", ""));
                results.add(answers.apply(work.task().adapter(), number)
                        .at(item.position(), work.task().adapter()));
            }
            record(new ItemsFinished(work.shard(), work.job(), worker.incarnation(), results));
            dispatch();
            next = worker.take();
        }
    }

    /**
     * What a worker says of an item.
     *
     * @param output null for a failure
     * @param confidence by pointer
     */
    public record ItemAnswer(@Nullable String output, Map<String, Double> confidence) {
        public ItemAnswer(@Nullable String output) {
            this(output, Map.of());
        }

        ItemResult at(int position, @Nullable String adapter) {
            return output == null
                    ? new ItemFailure(position, ErrorCode.ENGINE_ERROR, "it failed")
                    : new ItemOutput(
                            position,
                            output,
                            false,
                            new Usage(12, 20, 20, 0.5),
                            new Provenance(ByteModel.NAME, ByteModel.QUANTIZATION, adapter, "sha256:s", "sha256:p"),
                            confidence.isEmpty() ? Evidence.NONE : new Evidence(confidence, Map.of()));
        }
    }
}
