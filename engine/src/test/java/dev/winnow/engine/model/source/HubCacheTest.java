package dev.winnow.engine.model.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.winnow.engine.model.LoadableModel;
import dev.winnow.engine.model.gguf.TinyGguf;
import dev.winnow.engine.model.safetensors.TinyFolder;
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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HubCacheTest {
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
    void hub_folder_is_fetched_with_the_token_over_pages() throws IOException {
        Map<String, byte[]> files = tinyFolder(Map.of("model.safetensors", TinyFolder.file(TinyFolder.weights())));
        files.put("pytorch_model.bin", new byte[10]);
        files.put("README.md", new byte[10]);
        serveHub(files);

        ModelFiles fetched = fetch(
                "hf:org/Tiny-Llama", Map.of("HF_ENDPOINT", server.address("").toString(), "HF_TOKEN", "hf_secret"));

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

    private ModelFiles fetch(String source) throws IOException {
        return fetch(source, Map.of("HF_ENDPOINT", server.address("").toString()));
    }

    private ModelFiles fetch(String source, Map<String, String> variables) throws IOException {
        return new ModelCache(
                        folder.resolve("cache"),
                        new Environment(variables, folder, folder),
                        new Patience(2, Duration.ZERO, Duration.ofSeconds(20), Duration.ofSeconds(20)))
                .fetch(ModelSource.parse(source), ProgressListener.SILENT);
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
