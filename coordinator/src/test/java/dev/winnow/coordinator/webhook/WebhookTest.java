package dev.winnow.coordinator.webhook;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.winnow.common.result.ErrorCode;
import dev.winnow.common.result.ItemFailure;
import dev.winnow.common.result.ItemsFinished;
import dev.winnow.common.work.ShardWork;
import dev.winnow.coordinator.harness.ByHand;
import dev.winnow.coordinator.harness.CoordinatorTest;
import dev.winnow.coordinator.outgoing.HostResolver;
import dev.winnow.coordinator.webhook.Receiver.Heard;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.test.common.QuarkusTestResource;
import io.restassured.response.ValidatableResponse;
import io.vertx.core.Vertx;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A coordinator whose webhooks are served by hand, and a receiver for them. */
@QuarkusTestResource(LoopbackAllowed.class)
abstract class WebhookTest extends CoordinatorTest {
    static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

    @Inject
    DeliveryLoop loop;

    @Inject
    DeliveryQueue queue;

    @Inject
    Courier courier;

    @Inject
    Outcomes outcomes;

    @Inject
    Disabling disabling;

    @Inject
    SecretVault vault;

    @Inject
    Vertx vertx;

    @Inject
    ObjectMapper json;

    Receiver receiver;

    @BeforeEach
    void open_receiver() throws IOException {
        receiver = new Receiver();
    }

    @AfterEach
    void close_receiver() {
        receiver.close();
        database.inTransaction(sql -> sql.update("delete from webhook"));
    }

    /** What the timer does each second, and whatever it began has ended. */
    void round() {
        loop.runOnce(() -> {}).join();
    }

    /** Another coordinator on the same database. */
    DeliveryLoop replica(Map<String, String> settings, HostResolver resolver) {
        WebhookConfig config = WebhookConfigs.loopback(settings);
        return new DeliveryLoop(
                new DeliveryQueue(database, config, clock),
                new Courier(new WebhookCalls(vertx, config, resolver), vault, clock),
                new Outcomes(database, disabling, config, clock, new SimpleMeterRegistry()),
                config);
    }

    UUID webhook(String... events) {
        return webhook(receiver, events);
    }

    static UUID webhook(Receiver to, String... events) {
        return UUID.fromString(register(Map.of("url", to.url(), "secret", SECRET, "events", List.of(events)))
                .statusCode(201)
                .extract()
                .path("id"));
    }

    static ValidatableResponse register(Map<String, Object> request) {
        return api().contentType("application/json")
                .body(request)
                .post("/api/v1/webhooks")
                .then();
    }

    static ValidatableResponse ask(String method, String path) {
        return ask(ByHand.ADMIN_KEY, method, path);
    }

    static ValidatableResponse ask(String key, String method, String path) {
        return given().header("Authorization", "Bearer " + key)
                .request(method, "/api/v1/webhooks" + path)
                .then();
    }

    static ValidatableResponse deliveries(UUID webhook) {
        return ask("GET", "/" + webhook + "/deliveries").statusCode(200);
    }

    ShardWork begun() {
        dispatch();
        ShardWork work = worker.takeOne();
        worker.claim(work.shard());
        return work;
    }

    /** A job of one item, done. */
    UUID finishedJob() {
        UUID job = submit(1);
        record(worker.finished(begun()));
        return job;
    }

    /** A job of one item, which has failed. */
    UUID failedJob() {
        UUID job = submit(1);
        ShardWork work = begun();
        record(failure(work));
        return job;
    }

    ItemsFinished failure(ShardWork work) {
        return new ItemsFinished(
                work.shard(),
                work.job(),
                worker.incarnation(),
                List.of(new ItemFailure(0, ErrorCode.TIME_LIMIT, "too long")));
    }

    JsonNode read(Heard heard) {
        try {
            return json.readTree(heard.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void assertSigned(Heard heard, String... secrets) {
        String[] signatures = heard.signature().split(" ", -1);
        assertThat(signatures).hasSize(secrets.length);
        for (int i = 0; i < secrets.length; i++) {
            assertThat(signatures[i]).isEqualTo(signature(secrets[i], heard));
        }
    }

    /** As a receiver would verify it, from the specification and not from our code. */
    private static String signature(String secret, Heard heard) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            byte[] key = Base64.getDecoder().decode(secret.replace("whsec_", ""));
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            String signed = heard.id() + "." + heard.timestamp() + "." + heard.body();
            return "v1," + Base64.getEncoder().encodeToString(mac.doFinal(signed.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
