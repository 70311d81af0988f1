package dev.winnow.engine.model.source;

import static java.util.Objects.requireNonNull;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;

/**
 * An {@code Authorization} header, and the one origin that may see it.
 *
 * @param origin any address of that origin
 * @param header the header's value
 */
record Credential(URI origin, String header) {
    Credential {
        requireNonNull(origin, "origin");
        requireNonNull(header, "header");
    }

    static Credential bearer(URI origin, String token) {
        return new Credential(origin, "Bearer " + token);
    }

    /** The user and password that an address carries. */
    static Optional<Credential> of(URI address) {
        return Optional.ofNullable(address.getUserInfo())
                .map(user -> user.contains(":") ? user : user + ":")
                .map(user -> Base64.getEncoder().encodeToString(user.getBytes(StandardCharsets.UTF_8)))
                .map(encoded -> new Credential(address, "Basic " + encoded));
    }

    boolean isFor(URI address) {
        return originOf(address).equals(originOf(origin));
    }

    private static String originOf(URI address) {
        String scheme = address.getScheme().toLowerCase(Locale.ROOT);
        int port = address.getPort() >= 0 ? address.getPort() : scheme.equals("https") ? 443 : 80;
        return scheme + "://" + address.getHost().toLowerCase(Locale.ROOT) + ":" + port;
    }

    /** Never shows the secret. */
    @Override
    public String toString() {
        return "Credential[" + originOf(origin) + "]";
    }
}
