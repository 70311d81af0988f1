package dev.winnow.coordinator.webhook;

import com.fasterxml.jackson.databind.JsonNode;
import dev.winnow.coordinator.outgoing.RefusedDestinationException;
import dev.winnow.coordinator.problem.Problem;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What a user wants registered, each part within its bounds; an unknown part is refused, never ignored.
 *
 * @param events names of {@link WebhookEvent}, at least one
 */
record WebhookRequest(String url, Set<String> events, WebhookSecret secret) {
    private static final int LONGEST_URL = 2_048;
    private static final Set<String> NAMES = Set.of("url", "events", "secret");
    private static final List<String> EVENTS = Arrays.stream(WebhookEvent.values())
            .filter(WebhookEvent::canBeChosen)
            .map(WebhookEvent::wireName)
            .toList();

    /** Reads a registration, and looks whether its URL may be called. */
    static WebhookRequest read(@Nullable JsonNode body, WebhookCalls calls) {
        JsonNode request = requireObject(body, NAMES);
        return new WebhookRequest(url(request.path("url"), calls), events(request.path("events")), secret(request));
    }

    /** Reads the wish for another secret, which may be no more than that. */
    static WebhookSecret readSecret(@Nullable JsonNode body) {
        return body == null ? WebhookSecret.random() : secret(requireObject(body, Set.of("secret")));
    }

    private static JsonNode requireObject(@Nullable JsonNode body, Set<String> names) {
        if (body == null || !body.isObject()) {
            throw refused("", "invalid_webhook", "the request must be a JSON object")
                    .remedy("send {\"url\": \"https://...\", \"events\": [\"job.finished\"]}")
                    .exception();
        }
        body.fieldNames().forEachRemaining(name -> {
            if (!names.contains(name)) {
                throw refused("/" + name, "unknown_option", "there is no option '" + name + "'")
                        .remedy("remove it; the options are " + String.join(", ", new TreeSet<>(names)))
                        .exception();
            }
        });
        return body;
    }

    private static String url(JsonNode node, WebhookCalls calls) {
        if (!node.isTextual()) {
            throw refused("/url", "invalid_url", "url must be a string")
                    .remedy("write \"url\": \"https://HOST/PATH\"")
                    .exception();
        }
        String url = node.textValue();
        if (url.length() > LONGEST_URL) {
            throw refused("/url", "url_too_long", "the URL has %d characters".formatted(url.length()))
                    .limit(LONGEST_URL)
                    .remedy("shorten it to %d characters".formatted(LONGEST_URL))
                    .exception();
        }
        try {
            return calls.judge(url, 0).url().toString();
        } catch (RefusedDestinationException e) {
            throw refused("/url", "url_refused", String.valueOf(e.getMessage()))
                    .remedy(e.remedy())
                    .exception();
        } catch (UnknownHostException e) {
            throw refused("/url", "unknown_host", "the host of the URL has no address")
                    .remedy("look whether it is spelled right; if it is new, try again when it is known")
                    .exception();
        }
    }

    private static Set<String> events(JsonNode node) {
        if (node.isMissingNode() || node.isNull()) {
            return Set.copyOf(EVENTS);
        }
        Set<String> events = new LinkedHashSet<>();
        for (JsonNode event : node) {
            if (!EVENTS.contains(event.asText())) {
                throw refused("/events/" + events.size(), "unknown_event", "there is no event " + event)
                        .remedy("the events are " + String.join(", ", EVENTS))
                        .exception();
            }
            events.add(event.asText());
        }
        if (!node.isArray() || events.isEmpty()) {
            throw refused("/events", "no_events", "events must be an array with at least one name")
                    .remedy("leave it out for all, or choose from " + String.join(", ", EVENTS))
                    .exception();
        }
        return events;
    }

    private static WebhookSecret secret(JsonNode request) {
        JsonNode node = request.path("secret");
        if (node.isMissingNode() || node.isNull()) {
            return WebhookSecret.random();
        }
        return WebhookSecret.of(node.asText()).orElseThrow(() -> refused(
                        "/secret", "invalid_secret", "a secret is whsec_ and 24 to 64 random bytes in base64")
                .remedy("leave it out to have one made, or take \"whsec_$(openssl rand -base64 32)\"")
                .exception());
    }

    /** The events in the order of their declaration. */
    String[] storedEvents() {
        return EVENTS.stream().filter(events::contains).toArray(String[]::new);
    }

    private static Problem refused(String place, String code, String detail) {
        return Problem.of(422, code, detail).at(place);
    }
}
