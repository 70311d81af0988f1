package dev.winnow.coordinator.webhook;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.Map;

/** Receivers of tests speak plain HTTP on 127.0.0.1. */
public final class LoopbackAllowed implements QuarkusTestResourceLifecycleManager {
    @Override
    public Map<String, String> start() {
        return Map.of("winnow.webhooks.allow-http", "true", "winnow.webhooks.allowed-networks", "127.0.0.0/8");
    }

    @Override
    public void stop() {
        // Nothing was started.
    }
}
