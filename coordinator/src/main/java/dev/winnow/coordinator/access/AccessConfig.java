package dev.winnow.coordinator.access;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithName;
import java.util.Optional;

/** Keys that a deployment brings with it, so that the first caller can get in. */
@ConfigMapping(prefix = "winnow.bootstrap")
public interface AccessConfig {
    /** A key with scope admin for tenant {@code default}: {@code WINNOW_BOOTSTRAP_ADMIN_KEY}. */
    @WithName("admin-key")
    Optional<String> adminKey();

    /** A key with scope worker: {@code WINNOW_BOOTSTRAP_WORKER_KEY}. */
    @WithName("worker-key")
    Optional<String> workerKey();
}
