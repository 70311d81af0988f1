package dev.winnow.coordinator.embedded;

import static java.util.Objects.requireNonNull;
import static java.util.Objects.requireNonNullElse;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/**
 * Where an AMQP 0-9-1 broker is and how to enter it; in this form workers read it from {@code amqp.json}.
 *
 * @param tls whether the way there is encrypted; never to the embedded one, which listens on loopback alone
 */
public record BrokerAddress(
        @JsonProperty("host") String host,
        @JsonProperty("port") int port,
        @JsonProperty("username") String username,
        @JsonProperty("password") String password,
        @JsonProperty("virtual_host") String virtualHost,
        @JsonProperty("tls") boolean tls) {
    private static final int DEFAULT_PORT = 5672;
    private static final int DEFAULT_TLS_PORT = 5671;
    private static final ObjectMapper JSON = new ObjectMapper();

    public BrokerAddress {
        requireNonNull(host, "host");
        requireNonNull(username, "username");
        requireNonNull(password, "password");
        requireNonNull(virtualHost, "virtual_host");
        if (host.isBlank()) {
            throw new IllegalArgumentException("host is empty");
        }
        if (port < 1 || port > 65535) {
            throw new IllegalArgumentException("port must be 1 to 65535, was " + port);
        }
    }

    /**
     * Reads {@code amqp://user:password@host:port/virtual-host}, or {@code amqps}; what is left out is RabbitMQ's
     * default.
     */
    static BrokerAddress parse(String uri) throws StartException {
        String form = "WINNOW_AMQP_URI must look like amqp://user:password@host:5672/virtual-host ";
        try {
            URI parsed = new URI(uri);
            boolean tls = "amqps".equals(parsed.getScheme());
            if (!(tls || "amqp".equals(parsed.getScheme())) || parsed.getHost() == null) {
                throw new StartException(form + "and names no scheme amqp or amqps, or no host.");
            }
            String[] user =
                    requireNonNullElse(parsed.getRawUserInfo(), "guest:guest").split(":", 2);
            String path = requireNonNullElse(parsed.getRawPath(), "");
            return new BrokerAddress(
                    parsed.getHost(),
                    parsed.getPort() >= 0 ? parsed.getPort() : tls ? DEFAULT_TLS_PORT : DEFAULT_PORT,
                    decode(user[0]),
                    user.length == 2 ? decode(user[1]) : "",
                    path.length() <= 1 ? "/" : decode(path.substring(1)),
                    tls);
        } catch (URISyntaxException | IllegalArgumentException e) {
            // The message of the exception would repeat the password.
            throw new StartException(form + "with the reserved characters of user and password as %XX.");
        }
    }

    private static String decode(String part) {
        return URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    /** The same address as {@code amqp://...} or {@code amqps://...}, password included. */
    String toUri() {
        return (tls ? "amqps" : "amqp") + "://" + encode(username) + ":" + encode(password) + "@" + host + ":" + port
                + "/" + encode(virtualHost);
    }

    private static String encode(String part) {
        return URLEncoder.encode(part, StandardCharsets.UTF_8).replace("+", "%20");
    }

    String toJson() {
        try {
            return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(this) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("an address can always be written", e);
        }
    }

    static BrokerAddress fromJson(String json) throws JsonProcessingException {
        return JSON.readValue(json, BrokerAddress.class);
    }

    /** Leaves the password out, so that an address can be logged. */
    @Override
    public String toString() {
        return username + "@" + host + ":" + port + " virtual host " + virtualHost;
    }
}
