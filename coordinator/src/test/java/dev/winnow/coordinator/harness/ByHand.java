package dev.winnow.coordinator.harness;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.HashMap;
import java.util.Map;

/** Timers and signals off: tests run planner, dispatcher and reaper themselves. */
public final class ByHand implements QuarkusTestResourceLifecycleManager {
    public static final String ADMIN_KEY = "wk_admin_0123456789abcdef";
    /** A tenant that may have little: 10 items queued, 2 shards in flight. */
    public static final String NARROW_TENANT = "narrow";

    public static final String WORKER_KEY = "wk_worker_0123456789abcdef";

    @Override
    public Map<String, String> start() {
        Map<String, String> settings = new HashMap<>(Map.of(
                "winnow.dispatch.automatic",
                "false",
                "quarkus.scheduler.enabled",
                "false",
                "winnow.bootstrap.admin-key",
                ADMIN_KEY,
                "winnow.bootstrap.worker-key",
                WORKER_KEY,
                "winnow.limits.tenant-queued-items." + NARROW_TENANT,
                "10",
                "winnow.limits.tenant-in-flight-shards." + NARROW_TENANT,
                "2",
                "winnow.prices.elsewhere.input-per-million",
                "1000000",
                "winnow.prices.elsewhere.output-per-million",
                "2000000",
                "winnow.prices.elsewhere.currency",
                "EUR"));
        settings.put("winnow.costs.worker-hour", "3600");
        settings.put("winnow.online.timeout", "PT4S");
        settings.put("winnow.online.tenant-requests", "2");
        settings.putAll(source("shop", "PT1M"));
        settings.putAll(source("hasty", "PT1S"));
        settings.putAll(source("gone", "PT1S"));
        settings.put("winnow.sources.gone.jdbc-url", "jdbc:postgresql://127.0.0.1:1/none");
        settings.put("winnow.sources.gone.password", "not-to-be-told");
        return settings;
    }

    /** The coordinator's own database, as a source. */
    private static Map<String, String> source(String name, String timeout) {
        String prefix = "winnow.sources." + name;
        return Map.of(
                prefix + ".jdbc-url", "${winnow.database.url}",
                prefix + ".username", "${winnow.database.username}",
                prefix + ".password", "${winnow.database.password}",
                prefix + ".timeout", timeout);
    }

    @Override
    public void stop() {
        // Nothing was started.
    }
}
