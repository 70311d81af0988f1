package dev.winnow.worker.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.winnow.common.work.Pool;
import dev.winnow.text.chat.ChatTemplate;
import dev.winnow.text.prompt.PromptFormat;
import dev.winnow.text.tokenizer.Tokenizer;
import dev.winnow.worker.server.ServerDouble.Answer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServerBackendTest {
    @TempDir
    Path cache;

    private final ServerDouble server = new ServerDouble();
    private final List<String> waiting = new CopyOnWriteArrayList<>();

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void the_pool_is_named_for_the_servers_model_and_bytes_stand_in_for_tokens_that_nobody_knows_here()
            throws Exception {
        ServerBackend backend = connect(Map.of());

        assertThat(backend.pool()).isEqualTo(new Pool("some-model-at-server", "server-vllm"));
        assertThat(backend.contextTokens()).isEqualTo(2048 * 16);
        try (Tokenizer tokenizer = Tokenizer.fromJson(backend.text().tokenizerJson())) {
            PromptFormat format =
                    new PromptFormat(new ChatTemplate(backend.text().chatTemplate(), "", ""), tokenizer);
            assertThat(format.render("Find it", "Zürich").length()).isEqualTo("Find it\n\nZ..rich".length());
        }
        backend.extractor().close();
    }

    @ParameterizedTest
    @CsvSource({"llamacpp,server-llamacpp", "sglang,server-sglang", "system,server"})
    void what_made_a_result_is_named_by_what_the_server_calls_itself(String owner, String quantization)
            throws Exception {
        server.models = Answer.of(200, server.models.body().replace("vllm", owner));

        ServerBackend backend = connect(Map.of("WINNOW_SERVER_NAME", "mine"));

        assertThat(backend.pool()).isEqualTo(new Pool("mine", quantization));
        backend.extractor().close();
    }

    @Test
    void llama_cpp_says_how_much_it_does_at_once() throws Exception {
        server.models = Answer.of(200, server.models.body().replace("vllm", "llamacpp"));
        server.props = Answer.of(200, "{\"total_slots\": 2, \"model_path\": \"/nowhere/model.gguf\"}");

        ServerBackend backend = connect(Map.of());

        assertThat(backend.slots()).isEqualTo(2);
        assertThat(backend.pool()).isEqualTo(new Pool("some-model-at-server", "server-llamacpp"));
        backend.extractor().close();
    }

    @Test
    void a_key_that_cannot_be_sent_is_refused_without_being_shown() {
        assertThatThrownBy(() -> connect(Map.of("WINNOW_SERVER_API_KEY", "sec\nret")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("WINNOW_SERVER_API_KEY")
                .hasMessageNotContaining("ret");
    }

    @Test
    void a_server_that_is_not_there_yet_is_waited_for() throws Exception {
        Answer there = server.models;
        server.models = Answer.of(503, "{\"error\": {\"message\": \"Loading model\"}}");
        CompletableFuture<ServerBackend> connected = CompletableFuture.supplyAsync(() -> {
            try {
                return connect(Map.of());
            } catch (IOException | InterruptedException e) {
                throw new AssertionError(e);
            }
        });
        ServerUnderTest.until("it waits", () -> !waiting.isEmpty());
        assertThat(waiting.get(0)).contains(server.address().toString(), "503", "Loading model");

        server.models = there;

        ServerBackend backend = connected.get(20, TimeUnit.SECONDS);
        assertThat(backend.pool().model()).isEqualTo("some-model-at-server");
        backend.extractor().close();
    }

    @Test
    void of_several_models_one_must_be_named_and_adapters_are_none() {
        server.models = Answer.of(200, """
                {"data": [{"id": "a", "max_model_len": 64}, {"id": "b", "max_model_len": 64},
                          {"id": "recipes", "parent": "a"}]}""");

        assertThatThrownBy(() -> connect(Map.of()))
                .isInstanceOf(IOException.class)
                .hasMessageContainingAll("WINNOW_SERVER_MODEL", "[a, b]");
        assertThatThrownBy(() -> connect(Map.of("WINNOW_SERVER_MODEL", "c")))
                .isInstanceOf(IOException.class)
                .hasMessageContainingAll("'c'", "[a, b]");
    }

    @Test
    void a_key_that_is_not_accepted_and_an_address_that_is_no_server_are_told_at_once() {
        server.models = Answer.of(401, "{}");
        assertThatThrownBy(() -> connect(Map.of()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("WINNOW_SERVER_API_KEY");

        server.models = Answer.of(404, "<html>");
        assertThatThrownBy(() -> connect(Map.of()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("WINNOW_SERVER_URL");
    }

    @Test
    void a_server_that_does_not_tell_its_context_needs_the_setting() throws Exception {
        server.models = Answer.of(200, "{\"data\": [{\"id\": \"a\"}]}");

        assertThatThrownBy(() -> connect(Map.of()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("WINNOW_SERVER_CONTEXT_TOKENS");
        ServerBackend backend = connect(Map.of("WINNOW_SERVER_CONTEXT_TOKENS", "100"));
        assertThat(backend.contextTokens()).isEqualTo(1600);
        backend.extractor().close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "WINNOW_SERVER_URL|ftp://host|http://",
                "WINNOW_SERVER_URL|http://user:geheim@host|WINNOW_SERVER_API_KEY",
                "WINNOW_SERVER_URL|http://host?x=1|query",
                "WINNOW_SERVER_TRIES|0|1 to 10",
                "WINNOW_SERVER_TIMEOUT|0s|positive",
                "WINNOW_SERVER_ADAPTERS|recipes|HASH=NAME",
                "WINNOW_SERVER_OPTIONS|[1]|JSON object"
            })
    void wrong_settings_are_named_before_anything_is_asked(String name, String value, String said) {
        assertThatThrownBy(() -> connect(Map.of(name, value)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll(name, said)
                .hasMessageNotContaining("geheim");
        assertThat(server.looks).hasValue(0);
    }

    private ServerBackend connect(Map<String, String> settings) throws IOException, InterruptedException {
        Map<String, String> environment = new HashMap<>(Map.of("WINNOW_SERVER_URL", server.address() + "/v1"));
        environment.putAll(settings);
        return ServerBackend.connect(
                ServerConfigTest.read(environment),
                4,
                cache,
                (file, done, total) -> {},
                waiting::add,
                Clock.systemUTC());
    }
}
