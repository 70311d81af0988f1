package dev.winnow.coordinator.access;

import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.util.Optional;
import java.util.Set;

/** Looks keys up, and puts those of the configuration into the table at the start. */
// A proxy: filters are made before there is a configuration.
@ApplicationScoped
public class ApiKeys {
    /** The tenant of keys that the configuration brings. */
    public static final String DEFAULT_TENANT = "default";

    private final AccessConfig config;
    private final Clock clock;

    ApiKeys(AccessConfig config, Clock clock) {
        this.config = config;
        this.clock = clock;
    }

    @Transactional
    void bootstrap(@Observes StartupEvent start) {
        config.adminKey().ifPresent(key -> store(key, "bootstrap admin", DEFAULT_TENANT, Set.of(Scope.ADMIN)));
        config.workerKey().ifPresent(key -> store(key, "bootstrap worker", DEFAULT_TENANT, Set.of(Scope.WORKER)));
    }

    /** Stores a key, or gives a known one a new meaning. Replicas that start at once may store the same one. */
    @Transactional
    public void store(String key, String name, String tenant, Set<Scope> scopes) {
        ApiKey stored = new ApiKey(key, name, tenant, scopes, clock.instant());
        ApiKey.getEntityManager()
                .createNativeQuery("""
                        insert into api_key (hash, name, tenant, scopes, created_at) values (?1, ?2, ?3, ?4, ?5)
                        on conflict (hash) do update
                        set name = excluded.name, tenant = excluded.tenant, scopes = excluded.scopes""")
                .setParameter(1, stored.hash)
                .setParameter(2, stored.name)
                .setParameter(3, stored.tenant)
                .setParameter(4, stored.scopes)
                .setParameter(5, stored.createdAt)
                .executeUpdate();
    }

    /** The stored key, if there is such a one. */
    @Transactional
    public Optional<ApiKey> find(String key) {
        return ApiKey.findByIdOptional(ApiKey.hash(key));
    }
}
