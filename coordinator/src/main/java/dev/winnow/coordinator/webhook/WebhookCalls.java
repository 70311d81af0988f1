package dev.winnow.coordinator.webhook;

import dev.winnow.coordinator.outgoing.Answer;
import dev.winnow.coordinator.outgoing.CallLimits;
import dev.winnow.coordinator.outgoing.Destination;
import dev.winnow.coordinator.outgoing.HostResolver;
import dev.winnow.coordinator.outgoing.Network;
import dev.winnow.coordinator.outgoing.OutgoingGuard;
import dev.winnow.coordinator.outgoing.OutgoingHttp;
import io.vertx.core.Vertx;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Map;

/** The guard and the client with the settings of webhooks. Thread-safe. */
@Singleton
class WebhookCalls {
    private final OutgoingGuard guard;
    private final OutgoingHttp http;

    @Inject
    WebhookCalls(Vertx vertx, WebhookConfig config) {
        this(vertx, config, HostResolver.SYSTEM);
    }

    WebhookCalls(Vertx vertx, WebhookConfig config, HostResolver resolver) {
        List<Network> allowed = config.allowedNetworks().orElse(List.of()).stream()
                .map(Network::of)
                .toList();
        this.guard = new OutgoingGuard(allowed, config.allowHttp(), resolver);
        this.http = new OutgoingHttp(
                vertx,
                new CallLimits(config.connectTimeout(), config.timeout(), config.answerBytes(), config.places()),
                config.trustedCertificates());
    }

    /**
     * Whether, and to which address, a URL may be called.
     *
     * @throws dev.winnow.coordinator.outgoing.RefusedDestinationException if it must not be
     */
    Destination judge(String url, int attempt) throws UnknownHostException {
        return guard.judge(url, attempt);
    }

    Answer post(Destination destination, Map<String, String> headers, byte[] body) {
        return http.post(destination, headers, body);
    }

    @PreDestroy
    void close() {
        http.close();
    }
}
