package dev.winnow.cli.adapter;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.winnow.cli.Terminal;
import dev.winnow.common.adapter.AdapterFiles;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AdaptersCommandTest {
    private static final String RECIPES = """
            {"adapter": "recipes@2", "base": "smollm2", "hash": "%s", "aliases": ["champion"], \
            "card": {"rank": 16, "bytes": 2097152}, "created_at": "2026-01-01T12:00:00Z"}""";

    @TempDir
    Path folder;

    private final List<String> calls = new CopyOnWriteArrayList<>();
    private final Deque<byte[]> bodies = new ArrayDeque<>();
    private final Deque<Answer> answers = new ArrayDeque<>();
    private HttpServer service;
    private Terminal terminal;

    @BeforeEach
    void start() throws IOException {
        service = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10);
        service.createContext("/api/v1/", this::answer);
        service.start();
        terminal = new Terminal(folder)
                .with("WINNOW_URL", "http://127.0.0.1:" + service.getAddress().getPort())
                .with("WINNOW_API_KEY", "wk_test");
    }

    @AfterEach
    void stop() {
        service.stop(0);
    }

    @Test
    void a_folder_is_sent_with_its_two_files_and_nothing_else() throws IOException {
        Path peft = peft();
        Files.writeString(peft.resolve("optimizer.pt"), "large");
        answers.add(new Answer(201, RECIPES.formatted("sha256:1")));

        assertThat(terminal.run(
                        "adapters",
                        "import",
                        peft.toString(),
                        "--name",
                        "recipes",
                        "--base",
                        "smollm2",
                        "--notes",
                        "2 epochs"))
                .isZero();

        assertThat(calls).containsExactly("POST /api/v1/adapters?name=recipes&base=smollm2&notes=2+epochs");
        assertThat(unzipped(bodies.remove()))
                .containsExactly(Map.entry(AdapterFiles.CONFIG, "{}"), Map.entry(AdapterFiles.WEIGHTS, "factors"));
        assertThat(terminal.out()).contains("Adapter recipes@2 is stored for smollm2: sha256:1");
    }

    @Test
    void a_folder_that_lacks_a_file_is_not_sent() throws IOException {
        Path peft = peft();
        Files.delete(peft.resolve(AdapterFiles.WEIGHTS));

        assertThat(terminal.run("adapters", "import", peft.toString(), "--name", "recipes"))
                .isEqualTo(2);

        assertThat(terminal.err()).contains("has no adapter_model.safetensors");
        assertThat(calls).isEmpty();
    }

    @Test
    void adapters_are_listed_with_their_aliases() {
        answers.add(new Answer(200, "{\"adapters\": [" + RECIPES.formatted("sha256:1") + "]}"));
        answers.add(new Answer(200, "{\"adapters\": []}"));

        assertThat(terminal.run("adapters", "list")).isZero();
        assertThat(terminal.run("adapters", "list", "--json")).isZero();

        assertThat(terminal.out()).contains("recipes@2", "smollm2", "16", "2048", "champion", "{\"adapters\":[]}");
    }

    @Test
    void an_adapter_is_shown_by_whatever_names_it() {
        answers.add(new Answer(200, RECIPES.formatted("sha256:1")));

        assertThat(terminal.run("adapters", "show", "recipes@2", "--json")).isZero();

        assertThat(calls).containsExactly("GET /api/v1/adapters/recipes%402");
        assertThat(terminal.out()).startsWith("{\"adapter\":\"recipes@2\"");
    }

    @Test
    void files_are_written_as_they_came_and_checked_against_the_hash() throws IOException {
        answers.add(new Answer(200, RECIPES.formatted(hash())));
        answers.add(new Answer(200, zip("{}", "factors")));
        Path out = folder.resolve("out");

        assertThat(terminal.run("adapters", "export", "champion", out.toString()))
                .isZero();

        assertThat(out.resolve(AdapterFiles.CONFIG)).hasContent("{}");
        assertThat(out.resolve(AdapterFiles.WEIGHTS)).hasContent("factors");
        assertThat(folder.resolve("evil")).doesNotExist();

        assertThat(terminal.run("adapters", "export", "champion", out.toString()))
                .isEqualTo(2);
        assertThat(terminal.err()).contains("is not empty");
    }

    @Test
    void files_that_are_not_what_the_hash_names_fail_the_command() throws IOException {
        answers.add(new Answer(200, RECIPES.formatted(hash())));
        answers.add(new Answer(200, zip("{}", "others")));

        assertThat(terminal.run(
                        "adapters", "export", "champion", folder.resolve("out").toString()))
                .isEqualTo(1);
        assertThat(terminal.err()).contains(hash());
    }

    @Test
    void an_alias_moves_and_tells_where_it_has_been() {
        answers.add(new Answer(200, "{\"alias\": \"champion\", \"adapter\": \"recipes@2\"}"));
        answers.add(new Answer(200, "{\"moves\": [{\"from\": null, \"to\": \"recipes@2\", \"moved_at\": \"today\"}]}"));
        answers.add(new Answer(200, "{\"alias\": \"champion\", \"adapter\": \"recipes@1\"}"));
        answers.add(new Answer(204, ""));

        assertThat(terminal.run("adapters", "alias", "recipes@2", "champion")).isZero();
        assertThat(terminal.run("adapters", "history", "champion")).isZero();
        assertThat(terminal.run("adapters", "rollback", "champion")).isZero();
        assertThat(terminal.run("adapters", "unalias", "champion")).isZero();

        assertThat(calls)
                .containsExactly(
                        "PUT /api/v1/adapter-aliases/champion",
                        "GET /api/v1/adapter-aliases/champion/moves",
                        "POST /api/v1/adapter-aliases/champion/rollback",
                        "DELETE /api/v1/adapter-aliases/champion");
        assertThat(new String(bodies.remove(), UTF_8)).isEqualTo("{\"adapter\":\"recipes@2\"}");
        assertThat(terminal.out())
                .contains("champion stands for recipes@2", "today  - -> recipes@2", "champion stands for recipes@1");
    }

    @Test
    void what_the_service_refuses_is_told_with_its_remedy() {
        answers.add(
                new Answer(
                        409,
                        "{\"status\": 409, \"code\": \"adapter_in_use\", \"detail\": \"1 jobs use it\", \"remedy\": \"wait\"}"));

        assertThat(terminal.run("adapters", "delete", "recipes@2")).isNotZero();

        assertThat(calls).containsExactly("DELETE /api/v1/adapters/recipes%402");
        assertThat(terminal.err()).contains("adapter_in_use", "1 jobs use it", "wait");
    }

    private Path peft() throws IOException {
        Path peft = Files.createDirectory(folder.resolve("peft"));
        Files.writeString(peft.resolve(AdapterFiles.CONFIG), "{}");
        Files.writeString(peft.resolve(AdapterFiles.WEIGHTS), "factors");
        return peft;
    }

    private static String hash() {
        return AdapterFiles.hash(
                AdapterFiles.sha256().digest("{}".getBytes(UTF_8)),
                AdapterFiles.sha256().digest("factors".getBytes(UTF_8)));
    }

    private static byte[] zip(String config, String weights) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (var file : List.of(
                    Map.entry("../evil", "evil"),
                    Map.entry(AdapterFiles.CONFIG, config),
                    Map.entry(AdapterFiles.WEIGHTS, weights))) {
                zip.putNextEntry(new ZipEntry(file.getKey()));
                zip.write(file.getValue().getBytes(UTF_8));
            }
        }
        return bytes.toByteArray();
    }

    private static Map<String, String> unzipped(byte[] bytes) throws IOException {
        Map<String, String> files = new LinkedHashMap<>();
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(bytes))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                files.put(entry.getName(), new String(zip.readAllBytes(), UTF_8));
            }
        }
        return files;
    }

    private void answer(HttpExchange exchange) throws IOException {
        byte[] asked = exchange.getRequestBody().readAllBytes();
        calls.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
        if (asked.length > 0) {
            bodies.add(asked);
        }
        Answer answer = answers.isEmpty() ? new Answer(200, RECIPES.formatted(hash())) : answers.remove();
        exchange.sendResponseHeaders(answer.status(), answer.body().length == 0 ? -1 : answer.body().length);
        exchange.getResponseBody().write(answer.body());
        exchange.close();
    }

    @SuppressWarnings("ArrayRecordComponent") // Never compared.
    private record Answer(int status, byte[] body) {
        Answer(int status, String body) {
            this(status, body.getBytes(UTF_8));
        }
    }
}
