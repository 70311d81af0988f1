package dev.winnow.coordinator.openai.chat;

import static dev.winnow.coordinator.openai.batch.BatchTestLines.body;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.winnow.common.online.OnlineReply;
import dev.winnow.common.result.ErrorCode;
import dev.winnow.common.result.ItemFailure;
import dev.winnow.common.work.OnlineWork;
import dev.winnow.coordinator.harness.ByHand;
import dev.winnow.coordinator.harness.CoordinatorTest;
import dev.winnow.coordinator.harness.OnlineWorker;
import dev.winnow.coordinator.harness.TestWorker;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class ChatCompletionsTest extends CoordinatorTest {
    private static final String OUTPUT = "{\"title\":\"Harbour Loft\"}";

    @Inject
    MeterRegistry meters;

    private OnlineWorker online;

    @BeforeEach
    void a_worker_that_takes_them() throws IOException {
        online = new OnlineWorker(connection, TestWorker.POOL.onlineQueue());
    }

    @Test
    void an_answer_is_as_openai_has_it_with_what_made_it() throws IOException {
        CompletableFuture<ValidatableResponse> answer =
                asked(body("Harbour Loft").put("seed", 7));
        OnlineWork work = online.take();
        assertThat(work.item().input()).isEqualTo("Harbour Loft");
        assertThat(work.item().instruction()).isEmpty();
        assertThat(work.task().maxOutputTokens()).isEqualTo(64);
        assertThat(work.task().itemSeconds()).isEqualTo(4);
        online.begin(work);
        online.write(work, "{\"title\":");
        online.end(work, worker, OUTPUT);

        answer.join()
                .statusCode(200)
                .contentType("application/json")
                .header("x-request-id", startsWith("req_"))
                .body("id", startsWith("chatcmpl-"))
                .body("object", equalTo("chat.completion"))
                .body("created", notNullValue())
                .body("model", equalTo("bytes"))
                .body("choices[0].message.role", equalTo("assistant"))
                .body("choices[0].message.content", equalTo(OUTPUT))
                .body("choices[0].finish_reason", equalTo("stop"))
                .body("choices[0].logprobs", nullValue())
                .body("usage.prompt_tokens", equalTo(12))
                .body("usage.total_tokens", equalTo(17))
                .body("winnow.made_by.model", equalTo("bytes"))
                .body("winnow.confidence.'/title'", equalTo(0.5f));
    }

    @Test
    void pieces_come_as_they_are_written_and_the_last_says_what_it_took() throws Exception {
        ObjectNode body = body("Harbour Loft").put("stream", true);
        body.putObject("stream_options").put("include_usage", true);
        try (Socket socket = sent(body)) {
            BufferedReader in = new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8));
            OnlineWork work = online.take();
            online.begin(work);
            online.write(work, "{\"title\":");

            assertThat(pieces(in, 2))
                    .satisfiesExactly(
                            first -> assertThat(first).contains("\"role\":\"assistant\"", "chat.completion.chunk"),
                            piece -> assertThat(piece).contains("\"delta\":{\"content\":\"{\\\"title\\\":\"}"));

            online.end(work, worker, OUTPUT);
            assertThat(pieces(in, 4))
                    .satisfiesExactly(
                            piece -> assertThat(piece).contains("\"content\":\"\\\"Harbour Loft\\\"}\""),
                            last -> assertThat(last).contains("\"finish_reason\":\"stop\"", "\"made_by\""),
                            usage -> assertThat(usage).contains("\"choices\":[]", "\"total_tokens\":17"),
                            done -> assertThat(done).isEqualTo("[DONE]"));
        }
    }

    @Test
    void what_fails_before_the_first_piece_has_a_status_and_after_it_is_a_piece() throws Exception {
        CompletableFuture<ValidatableResponse> answer =
                asked(body("Harbour Loft").put("stream", true));
        OnlineWork work = online.take();
        online.begin(work);
        failed(work);
        answer.join().statusCode(500).contentType("application/json").body("error.code", equalTo("engine_error"));

        try (Socket socket = sent(body("Harbour Loft").put("stream", true))) {
            BufferedReader in = new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8));
            OnlineWork second = online.take();
            online.begin(second);
            online.write(second, "{");
            pieces(in, 2);
            failed(second);
            assertThat(pieces(in, 1).get(0)).startsWith("{\"error\":{").contains("\"code\":\"engine_error\"");
        }
    }

    private void failed(OnlineWork work) throws IOException {
        online.say(
                work,
                new OnlineReply.Ended(
                        work.request(), work.attempt(), new ItemFailure(0, ErrorCode.ENGINE_ERROR, "it broke")));
    }

    @Test
    void the_request_of_a_dead_worker_is_done_anew_and_goes_on_where_it_was() throws Exception {
        try (Socket socket = sent(body("Harbour Loft").put("stream", true))) {
            BufferedReader in = new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8));
            OnlineWork first = online.take();
            online.begin(first);
            online.write(first, "{\"title\":");
            pieces(in, 2);
            online.handBack(first);

            OnlineWork again = online.take();
            assertThat(again.attempt()).isEqualTo(2);
            online.begin(again);
            online.write(first, "of a life before");
            online.write(again, "{\"title\":\"Harb");
            assertThat(pieces(in, 1).get(0)).contains("\"content\":\"\\\"Harb\"");
            online.end(again, worker, OUTPUT);
            assertThat(pieces(in, 1).get(0)).contains("\"content\":\"our Loft\\\"}\"");
        }
    }

    @Test
    void a_request_over_which_two_workers_die_is_given_up() throws IOException {
        CompletableFuture<ValidatableResponse> answer = asked(body("Harbour Loft"));
        for (int i = 0; i < 2; i++) {
            OnlineWork work = online.take();
            online.begin(work);
            online.handBack(work);
        }
        answer.join().statusCode(500).body("error.code", equalTo("worker_lost"));
    }

    @Test
    void a_request_that_no_worker_had_begun_is_sent_again_however_often_it_comes_back() throws IOException {
        CompletableFuture<ValidatableResponse> answer = asked(body("Harbour Loft"));
        for (int i = 0; i < 4; i++) {
            online.handBack(online.take());
        }
        online.end(online.take(), worker, OUTPUT);
        answer.join().statusCode(200);
    }

    @Test
    void nobody_waits_for_longer_than_the_limit_and_the_worker_hears_of_it() throws IOException {
        CompletableFuture<ValidatableResponse> answer = asked(body("Harbour Loft"));
        OnlineWork work = online.take();
        online.begin(work);

        answer.join()
                .statusCode(504)
                .header("x-should-retry", equalTo("false"))
                .body("error.code", equalTo("online_timeout"))
                .body("error.type", equalTo("server_error"));
        assertThat(online.cancelled()).isEqualTo(work.request());
    }

    @Test
    void a_caller_who_goes_away_cancels() throws Exception {
        OnlineWork work;
        try (Socket caller = sent(body("Harbour Loft"))) {
            work = online.take();
            online.begin(work);
            assertThat(caller.isConnected()).isTrue();
        }
        assertThat(online.cancelled()).isEqualTo(work.request());
    }

    @Test
    void more_than_a_tenant_may_have_are_told_to_come_again() throws IOException {
        CompletableFuture<ValidatableResponse> first = asked(body("one"));
        CompletableFuture<ValidatableResponse> second = asked(body("two"));
        OnlineWork one = online.take();
        OnlineWork two = online.take();

        asked(body("three"))
                .join()
                .statusCode(429)
                .header("retry-after", equalTo("1"))
                .header("x-should-retry", equalTo("true"))
                .body("error.code", equalTo("too_many_online_requests"))
                .body("error.type", equalTo("rate_limit_error"));

        online.end(one, worker, OUTPUT);
        online.end(two, worker, OUTPUT);
        first.join().statusCode(200);
        second.join().statusCode(200);
    }

    @Test
    void a_client_that_does_not_read_is_cut_off_and_its_place_is_free_again() throws Exception {
        try (Socket first = sent(body("one").put("stream", true));
                Socket second = sent(body("two").put("stream", true))) {
            fill(online.take());
            fill(online.take());
            assertThat(waiting()).isEqualTo(2);

            await().atMost(Duration.ofSeconds(20)).until(() -> waiting() == 0);
            assertThat(first.isConnected() && second.isConnected())
                    .as("they did not go away by themselves")
                    .isTrue();
        }
    }

    private double waiting() {
        return meters.get("winnow.online.waiting").gauge().value();
    }

    private void fill(OnlineWork work) throws IOException {
        online.begin(work);
        for (int i = 0; i < 100; i++) {
            online.write(work, "x".repeat(100_000));
        }
    }

    @Test
    void what_cannot_be_kept_is_refused_before_any_worker_sees_it() {
        asked(body("x").put("stop", "}")).join().statusCode(400).body("error.param", equalTo("stop"));
        asked(body("x").put("logprobs", true)).join().statusCode(400).body("error.param", equalTo("logprobs"));
        asked(body("x").put("model", "gpt-4o")).join().statusCode(404).body("error.code", equalTo("model_not_found"));
        asked(body("x").put("max_tokens", 5000))
                .join()
                .statusCode(400)
                .body("error.param", equalTo("max_output_tokens"));
        asked(body("x".repeat(2000))).join().statusCode(400).body("error.code", equalTo("context_length_exceeded"));
        ObjectNode options = body("x");
        options.putObject("stream_options").put("include_usage", true);
        asked(options).join().statusCode(400).body("error.param", equalTo("stream_options"));
        worker.signOff();
        asked(body("x"))
                .join()
                .statusCode(503)
                .body("error.code", equalTo("no_worker"))
                .body("error.message", containsString("into a batch"));
    }

    private static CompletableFuture<ValidatableResponse> asked(ObjectNode body) {
        return CompletableFuture.supplyAsync(
                () -> api().contentType("application/json")
                        .body(body.toString())
                        .post("/v1/chat/completions")
                        .then(),
                task -> new Thread(task, "caller").start());
    }

    /** Sends a request, so that its answer can be read as it comes, or not at all. */
    private static Socket sent(ObjectNode body) throws IOException {
        byte[] content = body.toString().getBytes(UTF_8);
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), RestAssured.port);
        socket.setSoTimeout(10_000);
        socket.getOutputStream()
                .write(
                        "POST /v1/chat/completions HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer %s\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n"
                                .formatted(ByHand.ADMIN_KEY, content.length)
                                .getBytes(UTF_8));
        socket.getOutputStream().write(content);
        socket.getOutputStream().flush();
        return socket;
    }

    private static List<String> pieces(BufferedReader in, int count) throws IOException {
        List<String> pieces = new ArrayList<>();
        while (pieces.size() < count) {
            String line = in.readLine();
            assertThat(line).as("the stream goes on after %s", pieces).isNotNull();
            if (line.startsWith("data: ")) {
                pieces.add(line.substring("data: ".length()));
            }
        }
        return pieces;
    }
}
