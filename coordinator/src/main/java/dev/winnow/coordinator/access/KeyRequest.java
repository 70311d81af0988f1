package dev.winnow.coordinator.access;

import com.fasterxml.jackson.databind.JsonNode;
import dev.winnow.coordinator.problem.Problem;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What key a user wants, each part within its bounds; an unknown part is refused, never ignored.
 *
 * @param tenant whose it is to be, or null for the caller's
 * @param expiresAt when it ends, or null for never
 * @param requestsPerMinute the most requests of a minute, or null for any number
 * @param itemsPerMinute the same of items
 */
record KeyRequest(
        String name,
        Set<Scope> scopes,
        @Nullable String tenant,
        @Nullable Instant expiresAt,
        @Nullable Integer requestsPerMinute,
        @Nullable Integer itemsPerMinute) {
    private static final int MOST_PER_MINUTE = 100_000_000;
    private static final int LONGEST_NAME = 100;
    private static final Pattern TENANT = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");
    private static final List<String> NAMES =
            List.of("expires_at", "items_per_minute", "name", "requests_per_minute", "scopes", "tenant");
    private static final String SCOPES =
            Arrays.stream(Scope.values()).map(Scope::stored).collect(Collectors.joining(", "));

    KeyRequest {
        scopes = Set.copyOf(scopes);
    }

    /** Reads a wish. */
    static KeyRequest read(@Nullable JsonNode body, Instant now) {
        if (body == null || !body.isObject()) {
            throw refused("", "invalid_key", "the request must be a JSON object")
                    .remedy("send {\"name\": \"scraper\", \"scopes\": [\"extract\"]}")
                    .exception();
        }
        body.fieldNames().forEachRemaining(name -> {
            if (!NAMES.contains(name)) {
                throw refused("/" + name, "unknown_option", "there is no option '" + name + "'")
                        .remedy("remove it; the options are " + String.join(", ", new TreeSet<>(NAMES)))
                        .exception();
            }
        });
        return new KeyRequest(
                name(body.path("name")),
                scopes(body.path("scopes")),
                tenant(body.path("tenant")),
                expiry(body.path("expires_at"), now),
                perMinute(body, "requests_per_minute"),
                perMinute(body, "items_per_minute"));
    }

    private static String name(JsonNode node) {
        String name = node.isTextual() ? node.textValue().strip() : "";
        if (name.isEmpty() || name.length() > LONGEST_NAME) {
            throw refused("/name", "invalid_name", "a key has a name of 1 to %d characters".formatted(LONGEST_NAME))
                    .limit(LONGEST_NAME)
                    .remedy("say what the key is for, as in \"name\": \"scraper\"")
                    .exception();
        }
        return name;
    }

    private static Set<Scope> scopes(JsonNode node) {
        Set<Scope> scopes = EnumSet.noneOf(Scope.class);
        for (JsonNode scope : node) {
            scopes.add(Arrays.stream(Scope.values())
                    .filter(one -> scope.isTextual() && one.stored().equals(scope.textValue()))
                    .findFirst()
                    .orElseThrow(() -> refused("/scopes", "unknown_scope", "there is no scope " + scope)
                            .remedy("the scopes are " + SCOPES)
                            .exception()));
        }
        if (!node.isArray() || scopes.isEmpty()) {
            throw refused("/scopes", "no_scopes", "scopes must be an array with at least one scope")
                    .remedy("the scopes are " + SCOPES)
                    .exception();
        }
        return scopes;
    }

    private static @Nullable String tenant(JsonNode node) {
        if (node.isMissingNode() || node.isNull()) {
            return null;
        }
        if (!node.isTextual() || !TENANT.matcher(node.textValue()).matches()) {
            throw refused("/tenant", "invalid_tenant", "a tenant has a name of up to 63 characters of a-z, 0-9 and -")
                    .remedy("write it as a DNS label, such as \"acme\"")
                    .exception();
        }
        return node.textValue();
    }

    private static @Nullable Instant expiry(JsonNode node, Instant now) {
        if (node.isMissingNode() || node.isNull()) {
            return null;
        }
        Instant expiry;
        try {
            expiry = Instant.parse(node.asText());
        } catch (DateTimeException e) {
            throw refused("/expires_at", "invalid_expiry", "expires_at is no time")
                    .remedy("write it as in 2027-01-31T12:00:00Z")
                    .exception();
        }
        if (!expiry.isAfter(now)) {
            throw refused("/expires_at", "invalid_expiry", "expires_at is over")
                    .remedy("take a later time, or leave it out for a key that does not end")
                    .exception();
        }
        return expiry;
    }

    private static @Nullable Integer perMinute(JsonNode body, String name) {
        JsonNode node = body.path(name);
        if (node.isMissingNode() || node.isNull()) {
            return null;
        }
        if (!node.isIntegralNumber()
                || !node.canConvertToInt()
                || node.intValue() < 1
                || node.intValue() > MOST_PER_MINUTE) {
            throw refused(
                            "/" + name,
                            "invalid_rate",
                            "%s is a whole number from 1 to %d, was %s".formatted(name, MOST_PER_MINUTE, node))
                    .limit(MOST_PER_MINUTE)
                    .remedy("leave it out for a key without that limit")
                    .exception();
        }
        return node.intValue();
    }

    private static Problem refused(String place, String code, String detail) {
        return Problem.of(422, code, detail).at(place);
    }
}
