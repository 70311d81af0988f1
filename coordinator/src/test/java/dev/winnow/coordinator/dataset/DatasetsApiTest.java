package dev.winnow.coordinator.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasSize;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.winnow.coordinator.access.ApiKeys;
import dev.winnow.coordinator.access.Scope;
import dev.winnow.coordinator.harness.ByHand;
import dev.winnow.coordinator.harness.CoordinatorTest;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class DatasetsApiTest extends CoordinatorTest {
    private static final String STRANGER = "wk_stranger_0123456789abcdef";
    private static final String READER = "wk_reader_0123456789abcdef";
    private static final String SCHEMA = "{\"type\":\"object\",\"properties\":{\"title\":{\"type\":\"string\"},"
            + "\"price\":{\"type\":[\"number\",\"null\"]}},\"required\":[\"title\",\"price\"]}";

    @Inject
    ApiKeys keys;

    @BeforeEach
    void no_datasets() {
        database.inTransaction(sql -> sql.update("truncate dataset, dataset_row, dataset_name cascade"));
    }

    @Test
    void rows_become_the_first_version_of_their_name_with_statistics() {
        send("events", lines(100))
                .statusCode(201)
                .header("Location", "/api/v1/datasets/events@1")
                .body("dataset", equalTo("events@1"))
                .body("instruction", equalTo("Convert"))
                .body("statistics.read", equalTo(100))
                .body("statistics.repeated", equalTo(0))
                .body("statistics.fields.field", contains("title", "price"))
                .body("statistics.fields.rows", contains(100, 50))
                .body("held_out_rows", greaterThan(3));

        api().get("/api/v1/datasets").then().body("datasets.dataset", contains("events@1"));
        api().get("/api/v1/datasets/events@1").then().statusCode(200).body("has_schema", equalTo(false));
        api().get("/api/v1/datasets/events")
                .then()
                .statusCode(404)
                .body("code", equalTo("unknown_dataset"))
                .body("remedy", containsString("events@1"));
    }

    @Test
    void the_same_content_is_the_same_dataset_and_other_content_the_next_version() {
        String hash = send("events", lines(50)).statusCode(201).extract().path("hash");
        send("events", lines(50)).statusCode(200).body("hash", equalTo(hash));
        send("events", lines(51)).statusCode(201).body("dataset", equalTo("events@2"));

        assertThat(count("dataset")).isEqualTo(2);
        assertThat(count("dataset_row")).isEqualTo(101);
    }

    @Test
    void an_import_that_failed_leaves_nothing() {
        send("events", lines(20) + "{\"input\": 7}\n").statusCode(422);
        assertThat(count("dataset")).isZero();
        assertThat(count("dataset_row")).isZero();
        assertThat(count("dataset_name")).isZero();
    }

    @Test
    void every_bad_row_is_named_by_line_and_field_with_what_to_do() {
        String body = row(1) + "\nno json\n\n" + row(2)
                + "\n{\"instruction\": \"Convert\", \"input\": \" \", \"output\": \"x\"}\n"
                + "{\"instruction\": \"Convert\", \"input\": \"a\"}\n"
                + "{\"input\": \"a\", \"output\": {}}\n"
                + "{\"instruction\": \"Convert\", \"input\": \"a\\u0000\", \"output\": \"x\"}\n";
        send("events", body)
                .statusCode(422)
                .body("code", equalTo("bad_rows"))
                .body("line", equalTo(2))
                .body("problems.line", contains(2, 5, 6, 7, 8))
                .body("problems.pointer[1]", equalTo("/input"))
                .body("problems.pointer[2]", equalTo("/output"))
                .body("problems.pointer[3]", equalTo("/instruction"))
                .body("problems.detail[4]", containsString("NUL at character 1"))
                .body("problems.remedy[3]", containsString("--instruction"));
    }

    @Test
    void an_import_of_bad_rows_only_is_given_up_after_twenty() {
        send("events", "no json\n".repeat(1000))
                .statusCode(422)
                .body("detail", containsString("at least 20 rows"))
                .body("problems", hasSize(20));
    }

    @Test
    void outputs_that_break_the_schema_are_refused_and_the_schema_gives_the_instruction() {
        String rows = IntStream.range(0, 20)
                .mapToObj(i ->
                        "{\"input\": \"page %d\", \"output\": {\"title\": \"t\", \"price\": %d}}\n".formatted(i, i))
                .collect(Collectors.joining());
        zipped("events", Map.of("schema.json", SCHEMA, "train.jsonl", rows))
                .statusCode(201)
                .body("has_schema", equalTo(true))
                .body("instruction", containsString("with the following keys: title, price"));

        zipped(
                        "events",
                        ordered(
                                "schema.json",
                                SCHEMA,
                                "train.jsonl",
                                rows + "{\"input\": \"page\", \"output\": {\"title\": 7, \"price\": 1}}\n"))
                .statusCode(422)
                .body("problems.file", contains("train.jsonl"))
                .body("problems.line", contains(21))
                .body("problems.detail[0]", containsString("/title"));
    }

    @Test
    void a_schema_that_is_no_utf_8_is_refused_by_name() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(out)) {
            zip.putNextEntry(new ZipEntry("schema.json"));
            // A byte order mark of UTF-32, and what is no character there.
            zip.write(new byte[] {0, 0, (byte) 0xFE, (byte) 0xFF, 0x3A, 0x21, 0x65, 0});
        }

        api().contentType("application/zip")
                .queryParam("name", "events")
                .body(out.toByteArray())
                .post("/api/v1/datasets")
                .then()
                .statusCode(422)
                .body("detail", equalTo("schema.json is no UTF-8"));
    }

    @Test
    void csv_is_read_with_quotes_line_breaks_and_exact_lines() {
        String head = "id,output,input\r\n";
        String rows = IntStream.range(0, 12)
                .mapToObj(i -> "%d,\"{\"\"title\"\": \"\"t%d\"\"}\",\"page %d,\nsecond line\"\r\n".formatted(i, i, i))
                .collect(Collectors.joining());
        api().contentType("text/csv")
                .queryParam("name", "sheet")
                .queryParam("instruction", "Convert")
                .queryParam("held_out_percent", 0)
                .body((head + rows).getBytes(StandardCharsets.UTF_8))
                .post("/api/v1/datasets")
                .then()
                .statusCode(201)
                .body("train_rows", equalTo(12))
                .body("statistics.fields.field", contains("title"));
        assertThat(count(
                        "dataset_row where position = 3 and line = 8 and input = ? and output = ?",
                        "page 3,\nsecond line",
                        "{\"title\":\"t3\"}"))
                .isEqualTo(1);

        csv(head + rows + "12,,\"page\"\r\n")
                .body("problems.line", contains(26))
                .body("problems.pointer", contains("/output"));
        csv("a,b\r\n1,2\r\n").body("detail", containsString("no column is named input"));
        csv(head + rows + "13,\"x\r\n").statusCode(422).body("problems.line", contains(26));
        csv(head + "1,2\r\n").body("problems.detail[0]", containsString("the record has 2 values, the header 3"));
    }

    @Test
    void a_quote_that_is_never_closed_does_not_bring_the_file_into_memory() {
        csv("input,output\r\n\"" + "x".repeat(3_000_000))
                .statusCode(422)
                .body("problems.detail[0]", containsString("more than 1048576 characters"));
    }

    @Test
    void repeated_rows_are_left_out_and_contradicting_ones_are_counted() {
        send("events", lines(30) + lines(10) + row(3).replace("title 3", "another"))
                .statusCode(201)
                .body("statistics.read", equalTo(41))
                .body("statistics.repeated", equalTo(10))
                .body("statistics.contradicting", equalTo(1));
        assertThat(count("dataset_row")).isEqualTo(31);
    }

    @Test
    void the_split_hangs_on_the_input_alone() {
        send("first", lines(100)).statusCode(201);
        List<String> shuffled = new ArrayList<>(lines(120).lines().toList());
        Collections.shuffle(shuffled, new Random(1));
        send("second", String.join("\n", shuffled)).statusCode(201);

        assertThat(heldOut("second")).containsAll(heldOut("first"));
        assertThat(heldOut("second").stream().filter(input -> !heldOut("first").contains(input)))
                .allMatch(input -> Integer.parseInt(input.replaceAll("\\D.*", "")) >= 100);
    }

    private List<String> heldOut(String name) {
        return database.inTransaction(sql -> sql.query(
                "select input from dataset_row r join dataset d on d.id = r.dataset_id where held_out and d.name = ?",
                row -> row.text("input"),
                name));
    }

    @Test
    void a_second_file_is_held_out_and_nothing_else() {
        zipped("events", ordered("eval.jsonl", lines(200, 205), "train.jsonl", lines(100)))
                .statusCode(201)
                .body("train_rows", equalTo(100))
                .body("held_out_rows", equalTo(5));
        zipped("events", ordered("train.jsonl", lines(100), "eval.jsonl", lines(200, 205)))
                .statusCode(422)
                .body("remedy", containsString("put it before them"));
    }

    @Test
    void rows_that_are_nearly_a_held_out_one_are_found_and_dropped_if_that_is_wanted() {
        String input = "Jazz at the old fire station, twelve francs, doors open at seven, no photography please";
        String leak = "{\"instruction\": \"Convert\", \"input\": \"%s\", \"output\": \"x\"}\n";
        Map<String, String> files = ordered(
                "eval.jsonl", leak.formatted(input), "train.jsonl", lines(20) + leak.formatted("  " + input + "!"));

        zipped("events", files)
                .statusCode(201)
                .body("train_rows", equalTo(21))
                .body("statistics.leaks.found", equalTo(1))
                .body("statistics.leaks.dropped", equalTo(false))
                .body("statistics.leaks.examples.train_line", contains(21))
                .body("statistics.leaks.examples.held_out_line", contains(1));
        zip(api().queryParam("leaks", "drop"), "events", files)
                .statusCode(201)
                .body("train_rows", equalTo(20))
                .body("statistics.leaks.dropped", equalTo(true));
        zipped("others", ordered("eval.jsonl", lines(200, 205), "train.jsonl", lines(20)))
                .body("statistics.leaks.examples", empty());
    }

    @Test
    void too_few_rows_are_refused() {
        send("events", lines(8))
                .statusCode(422)
                .body("code", equalTo("too_few_rows"))
                .body("limit", equalTo(10))
                .body("remedy", containsString("winnow.datasets.least-rows"));
    }

    @Test
    void workers_get_rows_whose_hash_is_the_datasets() throws Exception {
        String hash = send("events", lines(450)).statusCode(201).extract().path("hash");
        byte[] rows = RestAssured.given()
                .header("Authorization", "Bearer " + ByHand.WORKER_KEY)
                .get("/internal/v1/datasets/" + hash)
                .then()
                .statusCode(200)
                .extract()
                .asByteArray();

        assertThat("sha256:"
                        + HexFormat.of()
                                .formatHex(MessageDigest.getInstance("SHA-256").digest(rows)))
                .isEqualTo(hash);
        List<String> lines = new String(rows, StandardCharsets.UTF_8).lines().toList();
        assertThat(lines).hasSize(450);
        JsonNode first = new ObjectMapper().readTree(lines.get(0));
        assertThat(first.get("output").asText()).isEqualTo("{\"title\":\"title 0\",\"price\":5.50}");
        RestAssured.given()
                .header("Authorization", "Bearer " + ByHand.WORKER_KEY)
                .get("/internal/v1/datasets/sha256:none")
                .then()
                .statusCode(404)
                .body("code", equalTo("unknown_dataset"));
    }

    @Test
    void another_tenants_dataset_is_not_there_and_a_key_without_train_is_refused() {
        send("events", lines(30)).statusCode(201);
        keys.store(STRANGER, "stranger", "elsewhere", Set.of(Scope.TRAIN));
        keys.store(READER, "reader", ApiKeys.DEFAULT_TENANT, Set.of(Scope.EXTRACT));

        with(STRANGER).get("/api/v1/datasets/events@1").then().statusCode(404);
        with(STRANGER).delete("/api/v1/datasets/events@1").then().statusCode(404);
        with(STRANGER).get("/api/v1/datasets").then().body("datasets", empty());
        with(READER).get("/api/v1/datasets").then().statusCode(403);
    }

    @Test
    void a_removed_datasets_number_is_not_given_again() {
        send("events", lines(30)).statusCode(201);
        api().delete("/api/v1/datasets/events@1").then().statusCode(204);
        assertThat(count("dataset_row")).isZero();
        send("events", lines(30)).statusCode(201).body("dataset", equalTo("events@2"));
    }

    @Test
    void a_folder_with_content_of_its_own_is_refused_before_it_is_unpacked() {
        zipped("events", ordered("rows/", "x".repeat(1 << 20), "rows/train.jsonl", lines(30)))
                .statusCode(422)
                .body("code", equalTo("invalid_dataset"), "detail", containsString("rows/"));
    }

    @Test
    void what_a_request_says_wrong_is_refused_before_its_body_is_read() {
        send(api().queryParam("held_out_percent", 95), "events", lines(30))
                .statusCode(422)
                .body("pointer", equalTo("/held_out_percent"));
        send(api().queryParam("leaks", "ignore"), "events", lines(30)).statusCode(422);
        send("no name", lines(30)).statusCode(422).body("pointer", equalTo("/name"));
    }

    private static RequestSpecification with(String key) {
        return RestAssured.given().header("Authorization", "Bearer " + key);
    }

    private static ValidatableResponse csv(String text) {
        return api().contentType("text/csv")
                .queryParam("name", "sheet")
                .queryParam("instruction", "Convert")
                .body(text.getBytes(StandardCharsets.UTF_8))
                .post("/api/v1/datasets")
                .then();
    }

    private static ValidatableResponse send(String name, String lines) {
        return send(api(), name, lines);
    }

    private static ValidatableResponse send(RequestSpecification request, String name, String lines) {
        return request.contentType("application/x-ndjson")
                .queryParam("name", name)
                .body(lines.getBytes(StandardCharsets.UTF_8))
                .post("/api/v1/datasets")
                .then();
    }

    private static ValidatableResponse zipped(String name, Map<String, String> files) {
        return zip(api(), name, ordered(files));
    }

    private static ValidatableResponse zip(RequestSpecification request, String name, Map<String, String> files) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (Map.Entry<String, String> file : files.entrySet()) {
                zip.putNextEntry(new ZipEntry(file.getKey()));
                zip.write(file.getValue().getBytes(StandardCharsets.UTF_8));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return request.contentType("application/zip")
                .queryParam("name", name)
                .body(bytes.toByteArray())
                .post("/api/v1/datasets")
                .then();
    }

    private static Map<String, String> ordered(String... pairs) {
        Map<String, String> files = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            files.put(pairs[i], pairs[i + 1]);
        }
        return files;
    }

    private static Map<String, String> ordered(Map<String, String> files) {
        if (files instanceof LinkedHashMap) {
            return files;
        }
        return ordered(
                "schema.json",
                files.getOrDefault("schema.json", ""),
                "train.jsonl",
                files.getOrDefault("train.jsonl", ""));
    }

    private static String lines(int count) {
        return lines(0, count);
    }

    private static String lines(int from, int to) {
        return IntStream.range(from, to).mapToObj(i -> row(i) + "\n").collect(Collectors.joining());
    }

    private static String row(int i) {
        return "{\"id\": %d, \"instruction\": \"Convert\", \"input\": \"%d documents of kind %s\", \"output\": {\"title\": \"title %d\", \"price\": %s}}"
                .formatted(i, i, Integer.toHexString(i * 7919 + 104729), i, i % 2 == 0 ? "5.50" : "null");
    }
}
