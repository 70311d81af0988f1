package dev.winnow.coordinator.access;

import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Looks keys up, and puts those of the configuration into the table at the start. */
// A proxy: filters are made before there is a configuration.
@ApplicationScoped
public class ApiKeys {
    /** The tenant of keys that the configuration brings. */
    public static final String DEFAULT_TENANT = "default";

    private static final String CONFIGURATION = "configuration";
    private static final String API = "api";

    // A write for each request would be one too many.
    private static final Duration USE_NOTED_EVERY = Duration.ofMinutes(1);

    private final AccessConfig config;
    private final Clock clock;

    ApiKeys(AccessConfig config, Clock clock) {
        this.config = config;
        this.clock = clock;
    }

    /** Those of the configuration are the only ones of their kind: one that it names no more lets nobody in. */
    @Transactional
    void bootstrap(@Observes StartupEvent start) {
        List<String> hashes = new ArrayList<>(List.of(""));
        config.adminKey().ifPresent(key -> {
            store(key, "bootstrap admin", DEFAULT_TENANT, Set.of(Scope.ADMIN, Scope.OPERATOR), CONFIGURATION);
            hashes.add(ApiKey.hash(key));
        });
        config.workerKey().ifPresent(key -> {
            store(key, "bootstrap worker", DEFAULT_TENANT, Set.of(Scope.WORKER), CONFIGURATION);
            hashes.add(ApiKey.hash(key));
        });
        ApiKey.update(
                "revokedAt = ?1 where origin = ?2 and revokedAt is null and hash not in ?3",
                clock.instant(),
                CONFIGURATION,
                hashes);
    }

    /** Stores a key, or gives a known one a new meaning. */
    @Transactional
    public void store(String key, String name, String tenant, Set<Scope> scopes) {
        store(key, name, tenant, scopes, API);
    }

    // Replicas that start at once may store the same one.
    private void store(String key, String name, String tenant, Set<Scope> scopes, String origin) {
        ApiKey stored = new ApiKey(key, name, tenant, scopes, origin, clock.instant());
        ApiKey.getEntityManager()
                .createNativeQuery("""
                        insert into api_key (hash, id, name, tenant, scopes, origin, created_at)
                        values (?1, ?2, ?3, ?4, ?5, ?6, ?7)
                        on conflict (hash) do update
                        set name = excluded.name, tenant = excluded.tenant, scopes = excluded.scopes,
                            origin = excluded.origin, revoked_at = null, expires_at = null""")
                .setParameter(1, stored.hash)
                .setParameter(2, stored.id)
                .setParameter(3, stored.name)
                .setParameter(4, stored.tenant)
                .setParameter(5, stored.scopes)
                .setParameter(6, stored.origin)
                .setParameter(7, stored.createdAt)
                .executeUpdate();
    }

    /** The stored key, if there is such a one, and it lets anybody in. Its use is noted, once a minute. */
    @Transactional
    public Optional<ApiKey> find(String key) {
        return findByHash(ApiKey.hash(key));
    }

    @Transactional
    Optional<ApiKey> findByHash(String hash) {
        Instant now = clock.instant();
        Optional<ApiKey> found = ApiKey.<ApiKey>findByIdOptional(hash).filter(one -> one.isValidAt(now));
        found.filter(one -> one.lastUsedAt == null || one.lastUsedAt.isBefore(now.minus(USE_NOTED_EVERY)))
                .ifPresent(one -> noteUse(one, now));
        return found;
    }

    // Not as a changed entity, which would write all columns over what another has just changed.
    private static void noteUse(ApiKey key, Instant now) {
        ApiKey.update(
                "lastUsedAt = ?1 where hash = ?2 and (lastUsedAt is null or lastUsedAt < ?3)",
                now,
                key.hash,
                now.minus(USE_NOTED_EVERY));
    }
}
