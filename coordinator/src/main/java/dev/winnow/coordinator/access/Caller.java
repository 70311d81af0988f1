package dev.winnow.coordinator.access;

import jakarta.enterprise.context.RequestScoped;
import org.jspecify.annotations.Nullable;

/** Who sent the request. Filled by {@link AccessFilter}. */
@RequestScoped
public class Caller {
    private @Nullable String tenant;
    private @Nullable String key;

    void is(String knownTenant, String knownKey) {
        this.tenant = knownTenant;
        this.key = knownKey;
    }

    /** Whose data the caller sees. */
    public String tenant() {
        if (tenant == null) {
            throw new IllegalStateException("the resource does not say @Needs, so nobody has asked who is calling");
        }
        return tenant;
    }

    /** By which key: its hash. */
    public String key() {
        if (key == null) {
            throw new IllegalStateException("the resource does not say @Needs, so nobody has asked who is calling");
        }
        return key;
    }
}
