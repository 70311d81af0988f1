package dev.winnow.coordinator.access;

import dev.winnow.coordinator.problem.Problem;
import io.quarkus.panache.common.Sort;
import jakarta.inject.Singleton;
import jakarta.persistence.LockModeType;
import jakarta.transaction.Transactional;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The keys that callers look after: a tenant's own with scope admin, everyone's with scope operator. What a caller may
 * not see is not found. Thread-safe.
 */
@Singleton
public class KeyRing {
    // More are not looked after by anybody.
    private static final int MOST_KEYS = 1000;
    private static final int RANDOM_BYTES = 32;
    private static final Set<Scope> OF_OPERATORS = Set.of(Scope.OPERATOR, Scope.WORKER);

    private final Clock clock;
    private final SecureRandom random = new SecureRandom();

    KeyRing(Clock clock) {
        this.clock = clock;
    }

    /** Makes one; the answer shows it, and nothing ever will again. */
    @Transactional
    public KeyView create(Caller caller, KeyRequest request) {
        String tenant = request.tenant() == null ? caller.tenant() : request.tenant();
        requireMayGive(caller, tenant, request.scopes());
        long known = ApiKey.count("tenant = ?1 and revokedAt is null", tenant);
        if (known >= MOST_KEYS) {
            throw Problem.of(409, "too_many_keys", "the tenant has %d keys".formatted(known))
                    .limit(MOST_KEYS)
                    .remedy("revoke those that nobody uses: last_used_at says which")
                    .exception();
        }
        return store(tenant, request);
    }

    private KeyView store(String tenant, KeyRequest request) {
        byte[] bytes = new byte[RANDOM_BYTES];
        random.nextBytes(bytes);
        String secret = ApiKey.PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        ApiKey key = new ApiKey(secret, request.name(), tenant, request.scopes(), "api", clock.instant());
        key.expiresAt = request.expiresAt();
        key.requestsPerMinute = request.requestsPerMinute();
        key.itemsPerMinute = request.itemsPerMinute();
        key.persist();
        return KeyView.of(key, clock.instant()).showing(secret);
    }

    /**
     * Those of a tenant, the newest first.
     *
     * @param tenant null for the caller's
     */
    @Transactional
    public List<KeyView> all(Caller caller, @Nullable String tenant) {
        String whose = tenant == null ? caller.tenant() : tenant;
        requireMayLookAfter(caller, whose);
        Instant now = clock.instant();
        return ApiKey.<ApiKey>find("tenant", Sort.descending("createdAt").and("id"), whose).page(0, MOST_KEYS).stream()
                .map(key -> KeyView.of(key, now))
                .toList();
    }

    /** Shows one. */
    @Transactional
    public KeyView find(Caller caller, UUID id) {
        return KeyView.of(require(caller, id, LockModeType.NONE), clock.instant());
    }

    /**
     * Makes another in the place of one, which goes on for a while.
     *
     * @param overlap for how long
     */
    @Transactional
    public KeyView rotate(Caller caller, UUID id, Duration overlap) {
        ApiKey old = requireChangeable(caller, id);
        Instant now = clock.instant();
        if (!old.isValidAt(now)) {
            throw Problem.of(409, "key_ended", "the key is revoked or has expired")
                    .remedy("create a new one")
                    .exception();
        }
        if (old.rotatedAt != null) {
            throw Problem.of(409, "already_rotated", "the key was rotated at " + old.rotatedAt)
                    .remedy("if the new one was lost, revoke it and create another")
                    .exception();
        }
        KeyView fresh = store(
                old.tenant(),
                new KeyRequest(
                        old.name(), old.scopes(), null, old.expiresAt, old.requestsPerMinute, old.itemsPerMinute));
        old.rotatedAt = now;
        Instant end = now.plus(overlap);
        if (old.expiresAt == null || end.isBefore(old.expiresAt)) {
            old.expiresAt = end;
        }
        return fresh;
    }

    /** Ends one, at once; it stays in the list. */
    @Transactional
    public void revoke(Caller caller, UUID id) {
        ApiKey key = requireChangeable(caller, id);
        if (key.id().equals(caller.keyId())) {
            throw Problem.of(409, "own_key", "this is the key that the request came with")
                    .remedy("revoke it with another key, or rotate it")
                    .exception();
        }
        if (key.revokedAt == null) {
            key.revokedAt = clock.instant();
        }
    }

    private static ApiKey requireChangeable(Caller caller, UUID id) {
        ApiKey key = require(caller, id, LockModeType.PESSIMISTIC_WRITE);
        // Whoever could end or renew a stronger key than its own would have it.
        requireMayGive(caller, key.tenant(), key.scopes());
        if (!key.origin.equals("api")) {
            throw Problem.of(409, "configured_key", "the key comes from the configuration, and would come again")
                    .remedy("change WINNOW_BOOTSTRAP_ADMIN_KEY or WINNOW_BOOTSTRAP_WORKER_KEY, and restart")
                    .exception();
        }
        return key;
    }

    // One that is to be changed is held: all its columns are written, and another's change must not be lost.
    private static ApiKey require(Caller caller, UUID id, LockModeType lock) {
        ApiKey key = ApiKey.<ApiKey>find("id", id).withLock(lock).firstResult();
        if (key == null || (!key.tenant().equals(caller.tenant()) && !caller.may(Scope.OPERATOR))) {
            throw Problem.of(404, "unknown_key_id", "there is no key with this id")
                    .remedy("GET /api/v1/keys lists those there are")
                    .exception();
        }
        return key;
    }

    private static void requireMayLookAfter(Caller caller, String tenant) {
        if (!tenant.equals(caller.tenant()) && !caller.may(Scope.OPERATOR)) {
            throw Problem.of(403, "other_tenant", "another tenant's keys take the scope 'operator'")
                    .remedy("leave tenant out for your own keys, or use a key with the scope 'operator'")
                    .exception();
        }
    }

    private static void requireMayGive(Caller caller, String tenant, Set<Scope> scopes) {
        requireMayLookAfter(caller, tenant);
        if (!caller.may(Scope.OPERATOR) && scopes.stream().anyMatch(OF_OPERATORS::contains)) {
            throw Problem.of(403, "scope_not_yours", "the scopes operator and worker reach all tenants' work")
                    .at("/scopes")
                    .remedy("use a key with the scope 'operator' to give them")
                    .exception();
        }
    }
}
