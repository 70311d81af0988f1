package dev.winnow.coordinator.webhook;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** How webhooks are registered and delivered. */
@ConfigMapping(prefix = "winnow.webhooks")
public interface WebhookConfig {
    /** Webhooks that one tenant may have. */
    @WithDefault("10")
    int perTenant();

    /** Whether {@code http://} will do; what is signed is then still readable on the way. */
    @WithDefault("false")
    boolean allowHttp();

    /** Networks that may be called although they are not public, as CIDR: {@code 10.20.0.0/16,fd00:1::/32}. */
    Optional<List<String>> allowedNetworks();

    /** A PEM file with the authorities to trust, instead of Java's own. */
    Optional<Path> trustedCertificates();

    /**
     * What the secrets are encrypted with in the database: 32 bytes in base64. Without it they are stored as they are.
     */
    Optional<String> secretKey();

    /** How long a secret that was replaced still signs besides its successor. */
    @WithDefault("24h")
    Duration secretOverlap();

    /** Attempts under way at once to one webhook, all replicas together; to one that fails it is one. */
    @WithDefault("2")
    int concurrency();

    /** Attempts under way at once from one coordinator. */
    @WithDefault("64")
    int places();

    /** How long to wait for a connection, and as much again for TLS. */
    @WithDefault("5s")
    Duration connectTimeout();

    /** How long one attempt may take in all. */
    @WithDefault("20s")
    Duration timeout();

    /** The most bytes of an answer that are taken in. */
    @WithDefault("65536")
    long answerBytes();

    /** After so long without a word, whoever made an attempt counts as dead, and another makes the next one. */
    @WithDefault("2m")
    Duration lease();

    /**
     * The pauses between attempts; each grows by up to a fifth, by chance. After the last of them a message has failed.
     */
    @WithDefault("5s,5m,30m,2h,5h,10h,14h,20h,24h")
    List<Duration> retries();

    /** The longest pause that a receiver can ask for by Retry-After. */
    @WithDefault("24h")
    Duration longestPause();

    /** How long what has ended is kept for the log. */
    @WithDefault("168h")
    Duration keep();

    /** The most ended messages that are kept of one webhook. */
    @WithDefault("10000")
    int keepMessages();

    /** A webhook with more messages waiting than this is disabled. */
    @WithDefault("100000")
    int mostWaiting();
}
