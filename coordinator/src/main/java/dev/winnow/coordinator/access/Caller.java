package dev.winnow.coordinator.access;

import jakarta.enterprise.context.RequestScoped;
import org.jspecify.annotations.Nullable;

/** Who sent the request. Filled by {@link AccessFilter}. */
@RequestScoped
public class Caller {
    private @Nullable String tenant;

    private @Nullable String key;

    void is(String knownTenant, String keyName) {
        this.tenant = knownTenant;
        this.key = keyName;
    }

    /** Whose data the caller sees. */
    public String tenant() {
        if (tenant == null) {
            throw new IllegalStateException("the resource does not say @Needs, so nobody has asked who is calling");
        }
        return tenant;
    }

    /** What the caller's key is called, for records of who did what. */
    public String key() {
        return String.valueOf(key);
    }
}
