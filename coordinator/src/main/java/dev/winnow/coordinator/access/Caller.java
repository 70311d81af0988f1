package dev.winnow.coordinator.access;

import jakarta.enterprise.context.RequestScoped;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Who sent the request. Filled by {@link AccessFilter}. */
@RequestScoped
public class Caller {
    private @Nullable ApiKey key;

    void is(ApiKey known) {
        this.key = known;
    }

    /** Whose data the caller sees. */
    public String tenant() {
        return key().tenant();
    }

    /** Which key it came with. */
    public UUID keyId() {
        return key().id();
    }

    /** What that key is called. */
    public String keyName() {
        return key().name();
    }

    /** Whether the key lets it do what wants this scope. */
    public boolean may(Scope scope) {
        return scope.allowedBy(key().scopes());
    }

    ApiKey key() {
        if (key == null) {
            throw new IllegalStateException("the resource does not say @Needs, so nobody has asked who is calling");
        }
        return key;
    }
}
