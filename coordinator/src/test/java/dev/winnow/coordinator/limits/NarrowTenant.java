package dev.winnow.coordinator.limits;

import static io.restassured.RestAssured.given;

import dev.winnow.coordinator.access.ApiKeys;
import dev.winnow.coordinator.access.Scope;
import dev.winnow.coordinator.harness.ByHand;
import io.restassured.RestAssured;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What the tenant asks who may have little. */
final class NarrowTenant {
    private static final String KEY = "wk_narrow_0123456789abcdef";

    private NarrowTenant() {}

    static void letIn(ApiKeys keys) {
        keys.store(KEY, "narrow", ByHand.NARROW_TENANT, Set.of(Scope.EXTRACT));
    }

    static RequestSpecification api() {
        return given().header("Authorization", "Bearer " + KEY);
    }

    static UUID submit(int items) {
        return UUID.fromString(submission(items).statusCode(202).extract().path("id"));
    }

    static ValidatableResponse submission(int items) {
        return submission(items, UUID.randomUUID().toString());
    }

    static ValidatableResponse submission(int items, String key) {
        return api().contentType("application/x-ndjson")
                .header("Idempotency-Key", key)
                .queryParam("keys", "title")
                .queryParam("max_output_tokens", 64)
                .body(lines(items).getBytes(StandardCharsets.UTF_8))
                .post("/api/v1/extractions")
                .then();
    }

    static String lines(int items) {
        return IntStream.range(0, items)
                .mapToObj(i -> "{\"input\": \"document " + i + "\"}\n")
                .collect(Collectors.joining());
    }

    /** Says that a body of that length is coming, and sends none of it yet. */
    static Socket announce(int bytes) throws IOException {
        Socket client = new Socket("localhost", RestAssured.port);
        client.setSoTimeout(60_000);
        send(
                client,
                "POST /api/v1/extractions?keys=title&max_output_tokens=64 HTTP/1.1\r\nHost: localhost\r\n"
                        + "Connection: close\r\nAuthorization: Bearer " + KEY
                        + "\r\nContent-Type: application/x-ndjson\r\nContent-Length: " + bytes + "\r\n\r\n");
        return client;
    }

    static void send(Socket client, String text) throws IOException {
        client.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
        client.getOutputStream().flush();
    }

    static String answer(Socket client) throws IOException {
        return new String(client.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
}
