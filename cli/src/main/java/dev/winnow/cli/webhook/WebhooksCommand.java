package dev.winnow.cli.webhook;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.winnow.cli.console.Console;
import dev.winnow.cli.console.ExitCode;
import dev.winnow.cli.console.Pause;
import dev.winnow.cli.installation.DataOption;
import dev.winnow.cli.installation.Surroundings;
import dev.winnow.cli.service.Endpoint;
import dev.winnow.cli.service.ServiceClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Looks after webhooks. */
@Command(
        name = "webhooks",
        description = {
            "Have your own services told when jobs end, with messages that are signed.",
            "",
            "docs/reference/webhooks.md shows how a receiver verifies them.",
            ""
        },
        footer = {
            "",
            "Examples:",
            "  winnow webhooks add https://example.com/winnow --events job.finished",
            "  winnow webhooks test ID"
        })
public final class WebhooksCommand implements Runnable {
    private static final String WEBHOOKS = "/api/v1/webhooks";
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(500);

    // An attempt has 20 s unless the operator says otherwise.
    private static final int LOOKS = 60;

    private final Surroundings surroundings;
    private final Console console;

    @Spec
    CommandSpec spec = CommandSpec.create();

    /** Runs in those surroundings. */
    public WebhooksCommand(Surroundings surroundings, Console console) {
        this.surroundings = surroundings;
        this.console = console;
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Say what to do: add, list, remove or test");
    }

    @Command(
            name = "add",
            mixinStandardHelpOptions = true,
            description = {
                "Register a URL, and print the secret that its messages are signed with. It is shown only now.",
                "",
                "The URL begins with https:// and names a public host, unless the operator allows more.",
                ""
            })
    int add(
            @Parameters(paramLabel = "URL") String url,
            @Option(
                            names = "--events",
                            split = ",",
                            paramLabel = "E,E,...",
                            description = "job.finished, job.items_failed, job.cancelled; all by default.")
                    @Nullable
                    List<String> events,
            @Mixin DataOption data) {
        ObjectNode request = new ObjectMapper().createObjectNode().put("url", url);
        if (events != null) {
            events.forEach(event -> request.withArray("/events").add(event.strip()));
        }
        JsonNode added = client(data).post(WEBHOOKS, request);
        console.result("Webhook " + added.path("id").asText() + " is told of " + events(added));
        console.result("Its secret, shown only now: " + added.path("secret").asText());
        return ExitCode.DONE.number();
    }

    @Command(name = "list", mixinStandardHelpOptions = true, description = "The webhooks, and how they do.")
    int list(@Option(names = "--json", description = "As one JSON object.") boolean json, @Mixin DataOption data) {
        JsonNode found = client(data).get(WEBHOOKS);
        if (json) {
            console.result(found.toString());
            return ExitCode.DONE.number();
        }
        JsonNode webhooks = found.path("webhooks");
        for (JsonNode webhook : webhooks) {
            console.result("%-36s  %-8s  %s  (%s)%s"
                    .formatted(
                            webhook.path("id").asText(),
                            webhook.hasNonNull("failing_since")
                                            && webhook.path("state").asText().equals("enabled")
                                    ? "failing"
                                    : webhook.path("state").asText(),
                            webhook.path("url").asText(),
                            events(webhook),
                            webhook.hasNonNull("disabled_reason")
                                    ? "  " + webhook.path("disabled_reason").asText()
                                    : ""));
        }
        if (webhooks.isEmpty()) {
            console.say("No webhook is registered");
        }
        return ExitCode.DONE.number();
    }

    @Command(
            name = "remove",
            mixinStandardHelpOptions = true,
            description = "Remove a webhook, with its log and all that waits for it.")
    int remove(@Parameters(paramLabel = "ID") String id, @Mixin DataOption data) {
        client(data).delete(ServiceClient.path(WEBHOOKS, id));
        console.result("Webhook " + id + " is gone");
        return ExitCode.DONE.number();
    }

    @Command(
            name = "test",
            mixinStandardHelpOptions = true,
            description = "Send a message of type webhook.test, and tell how that went. Ends with 1 if it failed.")
    int test(@Parameters(paramLabel = "ID") String id, @Mixin DataOption data) {
        ServiceClient client = client(data);
        JsonNode delivery = client.post(ServiceClient.path(WEBHOOKS, id, "test"));
        String message = delivery.path("id").asText();
        for (int look = 0; look < LOOKS && delivery.path("state").asText().equals("waiting"); look++) {
            Pause.of(BETWEEN_LOOKS);
            delivery = client.get(ServiceClient.path(WEBHOOKS, id, "deliveries", message));
        }
        String state = delivery.path("state").asText();
        if (state.equals("delivered")) {
            console.result("Message " + message + " was delivered: the receiver answered "
                    + delivery.path("status").asText());
            return ExitCode.DONE.number();
        }
        console.result("Message " + message
                + (state.equals("waiting")
                        ? " still waits; GET " + WEBHOOKS + "/" + id + "/deliveries tells how it goes on"
                        : " was not delivered: " + delivery.path("error").asText()));
        return ExitCode.FAILED.number();
    }

    private static String events(JsonNode webhook) {
        List<String> events = new ArrayList<>();
        webhook.path("events").forEach(event -> events.add(event.asText()));
        return String.join(", ", events);
    }

    private ServiceClient client(DataOption data) {
        return new ServiceClient(Endpoint.of(surroundings, data.installation(surroundings)));
    }
}
