package dev.winnow.coordinator.access;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A key as it is stored: its hash, never itself. Keys are long and random, so a plain hash is enough. */
@Entity
@Table(name = "api_key")
public class ApiKey extends PanacheEntityBase {
    /** What every key begins with, so that scanners for leaked secrets can find it. */
    public static final String PREFIX = "wk_";

    @Id
    String hash;

    String name;
    String tenant;
    String scopes;

    UUID id;
    String origin;

    @Column(name = "created_at")
    Instant createdAt;

    @Column(name = "last_used_at")
    @Nullable
    Instant lastUsedAt;

    @Column(name = "expires_at")
    @Nullable
    Instant expiresAt;

    @Column(name = "rotated_at")
    @Nullable
    Instant rotatedAt;

    @Column(name = "revoked_at")
    @Nullable
    Instant revokedAt;

    @Column(name = "requests_per_minute")
    @Nullable
    Integer requestsPerMinute;

    @Column(name = "items_per_minute")
    @Nullable
    Integer itemsPerMinute;

    /** For Hibernate. */
    protected ApiKey() {}

    ApiKey(String key, String name, String tenant, Set<Scope> scopes, String origin, Instant createdAt) {
        if (!key.startsWith(PREFIX) || key.length() < PREFIX.length() + 16) {
            throw new IllegalArgumentException(
                    "API key '%s' must begin with %s and have at least 16 characters after it".formatted(name, PREFIX));
        }
        this.hash = hash(key);
        this.name = name;
        this.tenant = tenant;
        this.scopes = Scope.write(scopes);
        this.id = UUID.randomUUID();
        this.origin = origin;
        this.createdAt = createdAt;
    }

    UUID id() {
        return id;
    }

    String name() {
        return name;
    }

    String tenant() {
        return tenant;
    }

    @Nullable
    Integer requestsPerMinute() {
        return requestsPerMinute;
    }

    @Nullable
    Integer itemsPerMinute() {
        return itemsPerMinute;
    }

    /** Whether it lets anybody in at that time. */
    boolean isValidAt(Instant now) {
        return revokedAt == null && (expiresAt == null || now.isBefore(expiresAt));
    }

    Set<Scope> scopes() {
        return Scope.read(scopes);
    }

    static String hash(String key) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
