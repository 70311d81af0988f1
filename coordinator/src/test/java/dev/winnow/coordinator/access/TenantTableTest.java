package dev.winnow.coordinator.access;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.winnow.common.work.ShardWork;
import dev.winnow.coordinator.adapter.SmallAdapter;
import dev.winnow.coordinator.harness.ByteModel;
import dev.winnow.coordinator.harness.CoordinatorTest;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Every route and method that the OpenAPI document has, asked with another tenant's key for what is somebody's: the
 * answer is that of something that does not exist, and nothing has changed. A route that is new is asked, too; if it
 * takes a name that is not known here, the test says so.
 */
@QuarkusTest
class TenantTableTest extends CoordinatorTest {
    private static final String STRANGER = "wk_stranger_of_the_table_0123456789";
    private static final String UUID_FORM = "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}";
    private static final String SCHEMA =
            "{\"type\":\"object\",\"properties\":{\"title\":{\"type\":\"string\"}},\"required\":[\"title\"]}";

    /** What stands for a path's name, by how the path begins; the first that fits. */
    private static final List<Map.Entry<String, String>> NAMES = List.of(
            Map.entry("/api/v1/adapter-aliases/{alias}", "alias"),
            Map.entry("/api/v1/adapters/{adapter}", "adapter"),
            Map.entry("/api/v1/datasets/{dataset}", "dataset"),
            Map.entry("/api/v1/evaluations/{evaluation}", "evaluation"),
            Map.entry("/api/v1/extractions/{id}", "job"),
            Map.entry("/api/v1/extractions/{job}", "job"),
            Map.entry("/api/v1/keys/{id}", "key"),
            Map.entry("/api/v1/parked-messages/{id}", "parked"),
            Map.entry("/api/v1/schedules/{schedule}", "schedule"),
            Map.entry("/api/v1/trainings/{training}", "training"),
            Map.entry("/api/v1/trials/{trials}", "trials"),
            Map.entry("/api/v1/webhooks/{id}", "webhook"),
            Map.entry("/api/v1/workers/{name}", "worker"),
            Map.entry("/v1/batches/{id}", "batch"),
            Map.entry("/v1/files/{id}", "file"),
            Map.entry("/v1/fine_tuning/jobs/{id}", "tuning"),
            Map.entry("/v1/models/{model}", "adapter"));

    private static final Map<String, String> MORE_NAMES = Map.of("{position}", "position", "{message}", "message");

    /** What names somebody's objects in a body; all else gets an empty object. */
    private static final Map<String, String> BODIES = Map.ofEntries(
            Map.entry(
                    "POST /api/v1/extractions",
                    "{\"keys\": [\"title\"], \"adapter\": \"$adapter\", \"items\": [{\"input\": \"x\"}]}"),
            Map.entry(
                    "POST /api/v1/extractions/estimate",
                    "{\"keys\": [\"title\"], \"adapter\": \"$adapter\", \"items\": [{\"input\": \"x\"}]}"),
            Map.entry("POST /api/v1/trainings", "{\"dataset\": \"$dataset\"}"),
            Map.entry("POST /api/v1/trials", "{\"dataset\": \"$dataset\", \"trials\": [{\"rank\": 4}]}"),
            Map.entry("POST /api/v1/evaluations", "{\"dataset\": \"$dataset\", \"adapters\": [\"$adapter\"]}"),
            Map.entry(
                    "POST /api/v1/schedules",
                    "{\"name\": \"$own\", \"cron\": \"0 3 * * *\", \"dataset\": \"$dataset\"}"),
            Map.entry(
                    "POST /api/v1/datasets", "{\"name\": \"mine\", \"source\": {\"review\": {\"jobs\": [\"$job\"]}}}"),
            Map.entry("PUT /api/v1/adapter-aliases/{alias}", "{\"adapter\": \"$adapter\"}"),
            Map.entry("PUT /api/v1/extractions/{job}/review/{position}", "{\"decision\": \"skip\"}"),
            Map.entry("PATCH /api/v1/webhooks/{id}", "{\"events\": [\"job.finished\"]}"),
            Map.entry(
                    "POST /v1/batches",
                    "{\"input_file_id\": \"$file\", \"endpoint\": \"/v1/chat/completions\", \"completion_window\": \"24h\"}"),
            Map.entry("POST /v1/fine_tuning/jobs", "{\"model\": \"bytes\", \"training_file\": \"$tuningfile\"}"),
            Map.entry(
                    "POST /v1/chat/completions",
                    "{\"model\": \"$adapter\", \"messages\": [{\"role\": \"user\", \"content\": \"x\"}],"
                            + " \"response_format\": {\"type\": \"json_object\"}}"));

    @Inject
    ApiKeys keys;

    @Inject
    ObjectMapper json;

    private final Map<String, String> theirs = new HashMap<>();
    private final Map<String, String> nobodys = new HashMap<>();

    @BeforeEach
    void somebody_has_one_of_each() throws Exception {
        database.inTransaction(sql -> sql.update("truncate dataset, dataset_row, dataset_name, training, evaluation,"
                + " openai_file, openai_file_chunk, openai_batch, openai_fine_tuning_job, webhook, schedule cascade"));
        keys.store(STRANGER, "stranger", "strangers", Set.of(Scope.EXTRACT, Scope.TRAIN, Scope.ADMIN));
        has(
                "dataset",
                made(
                        api().contentType("application/zip")
                                .queryParam("name", "secretrows")
                                .body(rows()),
                        "/api/v1/datasets",
                        "dataset"),
                "nobodysrows@1");
        has(
                "adapter",
                made(
                        api().contentType("application/zip")
                                .queryParam("name", "secretadapter")
                                .body(new SmallAdapter(1).zip()),
                        "/api/v1/adapters",
                        "adapter"),
                "nobodysadapter@1");
        api().contentType("application/json")
                .body("{\"adapter\": \"secretadapter@1\"}")
                .put("/api/v1/adapter-aliases/secretalias")
                .then()
                .statusCode(200);
        has("alias", "secretalias", "nobodysalias");
        has("key", made("{\"name\": \"secretkey\", \"scopes\": [\"extract\"]}", "/api/v1/keys"));
        has("training", made("{\"dataset\": \"secretrows@1\"}", "/api/v1/trainings"));
        has("trials", made("{\"dataset\": \"secretrows@1\", \"trials\": [{\"rank\": 4}]}", "/api/v1/trials"));
        has("evaluation", made("{\"dataset\": \"secretrows@1\"}", "/api/v1/evaluations"));
        has(
                "schedule",
                made(
                        json("{\"name\": \"secretschedule\", \"cron\": \"0 3 * * *\", \"dataset\": \"secretrows\"}"),
                        "/api/v1/schedules",
                        "name"),
                "nobodysschedule");
        has("job", doneJob().toString());
        has("own", "mine-a", "mine-b");
        has("position", "0", "0");
        has("worker", "first", "nobodysworker");
        has("parked", "1", "1");
        webhook();
        files();
    }

    private void has(String what, String theirId) {
        has(what, theirId, UUID.randomUUID().toString());
    }

    private void has(String what, String theirName, String nobodysName) {
        theirs.put(what, theirName);
        nobodys.put(what, nobodysName);
    }

    private static RequestSpecification json(String body) {
        return api().contentType("application/json").body(body);
    }

    private static String made(String body, String path) {
        return made(json(body), path, "id");
    }

    private static String made(RequestSpecification request, String path, String name) {
        Response response = request.post(path);
        assertThat(response.statusCode()).as(response.asString()).isBetween(200, 299);
        return response.path(name);
    }

    private static byte[] rows() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            zip.putNextEntry(new ZipEntry("schema.json"));
            zip.write(SCHEMA.getBytes(StandardCharsets.UTF_8));
            zip.putNextEntry(new ZipEntry("eval.jsonl"));
            zip.write(rows(100, 104).getBytes(StandardCharsets.UTF_8));
            zip.putNextEntry(new ZipEntry("train.jsonl"));
            zip.write(rows(0, 20).getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }

    private static String rows(int from, int to) {
        return IntStream.range(from, to)
                .mapToObj(
                        i -> "{\"instruction\": \"Convert\", \"input\": \"page %d\", \"output\": {\"title\": \"t%d\"}}"
                                .formatted(i * 7919, i))
                .collect(Collectors.joining("\n"));
    }

    private UUID doneJob() {
        UUID job = submit(1);
        dispatch();
        ShardWork work = worker.takeOne();
        worker.claim(work.shard());
        record(worker.finished(work));
        return job;
    }

    private void webhook() {
        UUID webhook = UUID.randomUUID();
        UUID message = UUID.randomUUID();
        database.inTransaction(sql -> {
            sql.update(
                    "insert into webhook (id, tenant, url, events, secret, served_at, created_at)"
                            + " values (?, 'default', 'https://secret.example', '{job.finished}', 'x', now(), now())",
                    webhook);
            return sql.update(
                    "insert into webhook_delivery (message_id, webhook_id, event, body, state, due_at, created_at)"
                            + " values (?, ?, 'job.finished', '{}', 'waiting', now(), now())",
                    message,
                    webhook);
        });
        has("webhook", webhook.toString());
        has("message", message.toString());
    }

    private void files() {
        String nobodysFile = "file-" + "0".repeat(32);
        String batchFile = uploaded("batch", "{\"custom_id\": \"a\"}");
        has("file", batchFile, nobodysFile);
        has(
                "batch",
                made(
                        "{\"input_file_id\": \"%s\", \"endpoint\": \"/v1/chat/completions\", \"completion_window\": \"24h\"}"
                                .formatted(batchFile),
                        "/v1/batches"),
                "batch_" + "0".repeat(32));
        String conversations = IntStream.range(0, 20)
                .mapToObj(i -> ("{\"messages\": [{\"role\": \"system\", \"content\": \"Convert\"}, {\"role\": \"user\","
                                + " \"content\": \"letter %d\"}, {\"role\": \"assistant\", \"content\": \"{}\"}]}")
                        .formatted(i * 7919))
                .collect(Collectors.joining("\n"));
        String tuningFile = uploaded("fine-tune", conversations);
        has("tuningfile", tuningFile, nobodysFile);
        has(
                "tuning",
                made(
                        "{\"model\": \"%s\", \"training_file\": \"%s\"}".formatted(ByteModel.NAME, tuningFile),
                        "/v1/fine_tuning/jobs"),
                "ftjob-" + "0".repeat(32));
    }

    private static String uploaded(String purpose, String lines) {
        return made(
                api().multiPart("file", "secret.jsonl", lines.getBytes(StandardCharsets.UTF_8), "application/jsonl")
                        .multiPart("purpose", purpose),
                "/v1/files",
                "id");
    }

    @Test
    void a_strangers_key_finds_changes_and_learns_nothing_on_any_route() throws IOException {
        List<Route> routes = routes();
        assertThat(routes).hasSizeGreaterThan(100);
        String before = everything();
        List<String> leaks = new ArrayList<>();
        for (Route route : routes) {
            String fault = route.streams() && !route.named() ? streamed(route) : asked(route);
            if (!fault.isEmpty()) {
                leaks.add(route + ": " + fault);
            }
            String after = route.method().equals("GET") ? before : everything();
            if (!after.equals(before)) {
                leaks.add(route + " changed something");
                before = after;
            }
        }
        assertThat(leaks).isEmpty();
    }

    /** Asks for what is somebody's, and for what is nobody's: who asks must not be able to tell. */
    private String asked(Route route) {
        Response real = ask(route, theirs);
        String said = real.asString();
        if (!route.named() && !BODIES.containsKey(route.toString())) {
            return secrets().stream().anyMatch(said::contains) ? "tells " + said : "";
        }
        Response none = ask(route, nobodys);
        String realWords = blurred(said, theirs);
        String noneWords = blurred(none.asString(), nobodys);
        return real.statusCode() == none.statusCode() && realWords.equals(noneWords)
                ? ""
                : "tells somebody's (%d %s) from nobody's (%d %s)"
                        .formatted(real.statusCode(), realWords, none.statusCode(), noneWords);
    }

    private List<String> secrets() {
        return theirs.values().stream().filter(value -> value.length() > 8).toList();
    }

    private static String blurred(String said, Map<String, String> values) {
        String blurred = said;
        for (String value : values.values()) {
            if (value.length() > 1) {
                blurred = blurred.replace(value, "*").replace(value.replaceFirst("@.*", ""), "*");
            }
        }
        return blurred.replaceAll(UUID_FORM, "*");
    }

    private static Response ask(Route route, Map<String, String> values) {
        String path = route.path();
        for (Map.Entry<String, String> name : NAMES) {
            if (path.startsWith(name.getKey())) {
                String own = name.getKey().substring(name.getKey().indexOf('{'));
                path = path.replace(own, values.getOrDefault(name.getValue(), ""));
                break;
            }
        }
        for (Map.Entry<String, String> name : MORE_NAMES.entrySet()) {
            path = path.replace(name.getKey(), values.getOrDefault(name.getValue(), ""));
        }
        if (path.startsWith("/internal/")) {
            path = path.replaceAll("\\{[a-z]+}", new UUID(0, 0).toString());
        }
        assertThat(path)
                .as("say in this test what stands for the names of " + route)
                .doesNotContain("{");
        RequestSpecification request = given().header("Authorization", "Bearer " + STRANGER);
        if (!route.type().isEmpty()) {
            String body = BODIES.getOrDefault(route.toString(), "{}");
            for (Map.Entry<String, String> value : values.entrySet()) {
                body = body.replace("\"$" + value.getKey() + "\"", "\"" + value.getValue() + "\"");
            }
            request.contentType(route.type()).body(body.getBytes(StandardCharsets.UTF_8));
        }
        return request.request(route.method(), path);
    }

    private String streamed(Route route) throws IOException {
        HttpURLConnection connection =
                (HttpURLConnection) URI.create("http://127.0.0.1:" + RestAssured.port + route.path())
                        .toURL()
                        .openConnection();
        connection.setRequestProperty("Authorization", "Bearer " + STRANGER);
        connection.setReadTimeout(1_000);
        StringBuilder said = new StringBuilder();
        try (var in = connection.getInputStream()) {
            for (int read = in.read(); read >= 0; read = in.read()) {
                said.append((char) read);
            }
        } catch (SocketTimeoutException e) {
            // It goes on, and says no more for now.
        } finally {
            connection.disconnect();
        }
        return secrets().stream().anyMatch(secret -> said.indexOf(secret) >= 0) ? "tells " + said : "";
    }

    /** All that is the first tenant's, as one text; what notes who came by is left out. */
    private String everything() {
        return database.inTransaction(sql -> {
            List<String> tables = sql.query("""
                    select table_name as name from information_schema.columns c
                    join information_schema.tables t using (table_schema, table_name)
                    where table_schema = current_schema() and column_name = 'tenant' and table_type = 'BASE TABLE'
                      and table_name not in ('audit', 'api_key') order by table_name""", row -> row.text("name"));
            String all = tables.stream()
                    .map(table ->
                            "select '%s' || t::text as line from %s t where tenant = 'default'".formatted(table, table))
                    .collect(Collectors.joining(" union all "));
            return sql.queryOne(
                            "select md5(coalesce(string_agg(line, '|' order by line), '')) as sum from (" + all
                                    + ") everything",
                            row -> row.text("sum"))
                    .orElseThrow();
        });
    }

    private List<Route> routes() throws IOException {
        JsonNode document = json.readTree(
                given().accept("application/json").get("/q/openapi?format=json").asString());
        List<Route> routes = new ArrayList<>();
        document.path("paths")
                .properties()
                .forEach(path -> path.getValue().properties().forEach(operation -> {
                    JsonNode content = operation.getValue().at("/requestBody/content");
                    boolean sends =
                            !content.isMissingNode() || !operation.getKey().equals("get");
                    List<String> types = new ArrayList<>();
                    content.fieldNames().forEachRemaining(types::add);
                    String type =
                            types.isEmpty() || types.contains("application/json") ? "application/json" : types.get(0);
                    routes.add(new Route(
                            operation.getKey().toUpperCase(java.util.Locale.ROOT),
                            path.getKey(),
                            sends ? type : "",
                            operation.getValue().at("/responses").toString().contains("text/event-stream")
                                    && operation.getKey().equals("get")));
                }));
        // Lists first: the stranger's own audit tells later of all that it has asked for.
        routes.sort(Comparator.comparing(Route::named));
        return routes;
    }

    /** A method of a path. */
    private record Route(String method, String path, String type, boolean streams) {
        boolean named() {
            return path.contains("{");
        }

        @Override
        public String toString() {
            return method + " " + path;
        }
    }
}
