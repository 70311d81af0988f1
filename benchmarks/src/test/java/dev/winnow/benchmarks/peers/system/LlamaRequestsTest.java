package dev.winnow.benchmarks.peers.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.NullNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.winnow.benchmarks.peers.document.TokenDocument;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LlamaRequestsTest {
    private static final String GRAMMAR = """
            root ::= "{" space title-kv "}" space
            space ::= | " " | "\\n"{1,2} [ \\t]{0,20}
            title-kv ::= "\\"title\\"" space ":" space string""";
    private static final TokenDocument DOCUMENT =
            new TokenDocument("A bicycle.", List.of(1, 2, 3), List.of(7, 8), NullNode.getInstance(), true);

    private final List<JsonNode> asked = new ArrayList<>();
    private HttpServer server;
    private LlamaRequests requests;
    private int status = 200;
    private String answer = "{}";

    @BeforeEach
    void listen() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
        requests = new LlamaRequests(server.getAddress().getPort());
    }

    @AfterEach
    void close() {
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        byte[] question = exchange.getRequestBody().readAllBytes();
        if (question.length > 0) {
            asked.add(json(new String(question, StandardCharsets.UTF_8)));
        }
        byte[] bytes = answer.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private static JsonNode json(String text) throws IOException {
        return new ObjectMapper().readTree(text);
    }

    private void useSchema() throws IOException, InterruptedException {
        answer = new ObjectMapper()
                .createObjectNode()
                .set(
                        "generation_settings",
                        new ObjectMapper().createObjectNode().put("grammar", GRAMMAR))
                .toString();
        requests.useSchema(json("{\"type\":\"object\"}"));
    }

    private static Task task(Kind kind) {
        return new Task(kind, 5, List.of(DOCUMENT));
    }

    @Test
    void a_compact_grammar_has_no_white_space_between_tokens() {
        assertThat(LlamaRequests.compact(GRAMMAR)).isEqualTo("""
                root ::= "{" space title-kv "}" space
                space ::= ""
                title-kv ::= "\\"title\\"" space ":" space string""");
    }

    @Test
    void a_grammar_of_another_make_is_refused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LlamaRequests.compact("root ::= \"{\" ws \"}\""))
                .withMessageContaining("no rule for white space");
    }

    @Test
    void a_grammar_of_an_output_names_its_tokens_one_by_one() {
        assertThat(LlamaRequests.exactly(List.of(7, 80, 900))).isEqualTo("root ::= <[7]> <[80]> <[900]>");
    }

    @Test
    void an_output_that_has_ended_is_without_its_end_token() throws IOException {
        Output output = LlamaRequests.output(json("""
                {"tokens":[5,6,2],"stop_type":"eos","timings":{"predicted_n":3}}"""), 3);

        assertThat(output).isEqualTo(new Output(List.of(5, 6), 3, false));
    }

    @Test
    void an_output_that_the_limit_has_ended_is_truncated() throws IOException {
        Output output = LlamaRequests.output(json("""
                {"tokens":[5,6],"stop_type":"limit","timings":{"predicted_n":2}}"""), 2);

        assertThat(output).isEqualTo(new Output(List.of(5, 6), 2, true));
    }

    @Test
    void guesses_that_were_right_are_no_steps() throws IOException {
        Output output = LlamaRequests.output(json("""
                {"tokens":[5,6,7,8,2],"stop_type":"eos","timings":{"predicted_n":5,"draft_n":4,"draft_n_accepted":3}}"""), 9);

        assertThat(output).isEqualTo(new Output(List.of(5, 6, 7, 8), 2, false));
    }

    @Test
    void a_free_output_is_asked_for_with_the_servers_own_grammar_made_compact() throws Exception {
        useSchema();
        answer = "{\"tokens\":[5,6],\"stop_type\":\"limit\",\"timings\":{\"predicted_n\":2}}";

        requests.complete(task(Kind.FREE), DOCUMENT);

        assertThat(asked.get(0).path("json_schema")).isEqualTo(json("{\"type\":\"object\"}"));
        assertThat(asked.get(1).path("prompt")).isEqualTo(json("[1,2,3]"));
        assertThat(asked.get(1).path("n_predict").asInt()).isEqualTo(5);
        assertThat(asked.get(1).path("grammar").asText()).isEqualTo(LlamaRequests.compact(GRAMMAR));
    }

    @Test
    void a_forced_output_is_asked_for_token_by_token_and_never_truncated() throws Exception {
        answer = "{\"tokens\":[7,8],\"stop_type\":\"limit\",\"timings\":{\"predicted_n\":2}}";

        assertThat(requests.complete(task(Kind.FORCED), DOCUMENT)).isEqualTo(new Output(List.of(7, 8), 2, false));

        assertThat(asked.get(0).path("n_predict").asInt()).isEqualTo(2);
        assertThat(asked.get(0).path("grammar").asText()).isEqualTo("root ::= <[7]> <[8]>");
    }

    @Test
    void a_prompt_is_read_with_one_token_behind_it() throws Exception {
        answer = "{\"tokens\":[7],\"stop_type\":\"limit\",\"timings\":{\"predicted_n\":1}}";

        requests.complete(task(Kind.PREFILL), DOCUMENT);

        assertThat(asked.get(0).path("n_predict").asInt()).isEqualTo(1);
        assertThat(asked.get(0).has("grammar")).isFalse();
    }

    @Test
    void an_error_says_what_the_server_says() {
        status = 400;
        answer = "{\"error\":\"the prompt is too long\"}";

        assertThatIOException()
                .isThrownBy(() -> requests.complete(task(Kind.PREFILL), DOCUMENT))
                .withMessage("status 400: " + answer);
    }

    @Test
    void a_server_is_ready_once_it_says_so() throws Exception {
        status = 503;
        assertThat(requests.isReady()).isFalse();
        status = 200;
        assertThat(requests.isReady()).isTrue();
        server.stop(0);
        assertThat(requests.isReady()).isFalse();
    }
}
