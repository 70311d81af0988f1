package dev.winnow.cli.access;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.winnow.cli.console.Console;
import dev.winnow.cli.console.ExitCode;
import dev.winnow.cli.installation.DataOption;
import dev.winnow.cli.installation.Surroundings;
import dev.winnow.cli.service.Endpoint;
import dev.winnow.cli.service.Keys;
import dev.winnow.cli.service.ServiceClient;
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

/** Looks after API keys. */
@Command(
        name = "keys",
        description = {
            "Create, list, rotate and revoke API keys, and see who changed what.",
            "",
            "Examples:",
            "  winnow keys create scraper --scopes extract",
            "  winnow keys create acme-admin --scopes admin --tenant acme",
            "  winnow keys create intern --requests-per-minute 60 --items-per-minute 500",
            "  winnow keys rotate 3d1f0b9e-6b59-4b5f-9a0c-6e9d7f0d5a11 --overlap 3600",
            "",
            "docs/reference/access.md tells of scopes and tenants.",
            ""
        })
public final class KeysCommand implements Runnable {
    private static final String DAY = "86400";

    private final Surroundings surroundings;
    private final Console console;

    @Spec
    CommandSpec spec = CommandSpec.create();

    /** Runs in those surroundings. */
    public KeysCommand(Surroundings surroundings, Console console) {
        this.surroundings = surroundings;
        this.console = console;
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Say what to do: create, list, rotate, revoke or audit");
    }

    @Command(
            name = "create",
            mixinStandardHelpOptions = true,
            description = "Create a key, and print it. It is shown only now.")
    int create(
            @Parameters(paramLabel = "NAME", description = "What it is for.") String name,
            @Option(
                            names = "--scopes",
                            split = ",",
                            paramLabel = "S,S,...",
                            defaultValue = "extract",
                            description = "extract, train, admin; operator and worker reach all tenants."
                                    + " Default: ${DEFAULT-VALUE}.")
                    List<String> scopes,
            @Option(names = "--tenant", description = "Whose it is to be; takes the scope operator.") @Nullable
                    String tenant,
            @Option(
                            names = "--expires-at",
                            paramLabel = "TIME",
                            description = "When it ends, as in 2027-01-31T12:00:00Z; never by default.")
                    @Nullable
                    String expiresAt,
            @Option(
                            names = "--requests-per-minute",
                            paramLabel = "N",
                            description = "The most requests of a minute; any number by default.")
                    @Nullable
                    Integer requestsPerMinute,
            @Option(
                            names = "--items-per-minute",
                            paramLabel = "N",
                            description = "The most items of a minute, in jobs, batches and single requests; any number"
                                    + " by default.")
                    @Nullable
                    Integer itemsPerMinute,
            @Option(names = "--json", description = "As one JSON object.") boolean json,
            @Mixin DataOption data) {
        ObjectNode request = new ObjectMapper().createObjectNode().put("name", name);
        scopes.forEach(scope -> request.withArray("/scopes").add(scope.strip()));
        if (tenant != null) {
            request.put("tenant", tenant);
        }
        if (expiresAt != null) {
            request.put("expires_at", expiresAt);
        }
        if (requestsPerMinute != null) {
            request.put("requests_per_minute", requestsPerMinute);
        }
        if (itemsPerMinute != null) {
            request.put("items_per_minute", itemsPerMinute);
        }
        tell(keys(data).create(request), json);
        return ExitCode.DONE.number();
    }

    @Command(
            name = "list",
            mixinStandardHelpOptions = true,
            description = "The keys, without themselves, and when each was last used.")
    int list(
            @Option(names = "--tenant", description = "Another tenant's; takes the scope operator.") @Nullable
                    String tenant,
            @Option(names = "--json", description = "As one JSON object.") boolean json,
            @Mixin DataOption data) {
        JsonNode answer = keys(data).all(tenant);
        if (json) {
            console.result(answer.toString());
            return ExitCode.DONE.number();
        }
        for (JsonNode key : answer.path("keys")) {
            console.result("%-36s  %-8s  %-20s  %-16s  %s"
                    .formatted(
                            key.path("id").asText(),
                            key.path("state").asText(),
                            key.path("name").asText(),
                            scopes(key),
                            key.hasNonNull("last_used_at")
                                    ? "last used " + key.path("last_used_at").asText()
                                    : "never used"));
        }
        return ExitCode.DONE.number();
    }

    @Command(
            name = "rotate",
            mixinStandardHelpOptions = true,
            description = "Make a new key in the place of one, and print it. The old one goes on for a while.")
    int rotate(
            @Parameters(paramLabel = "ID") String id,
            @Option(
                            names = "--overlap",
                            paramLabel = "SECONDS",
                            defaultValue = DAY,
                            description = "For how long the old one goes on. Default: ${DEFAULT-VALUE}, a day.")
                    long overlap,
            @Option(names = "--json", description = "As one JSON object.") boolean json,
            @Mixin DataOption data) {
        tell(keys(data).rotate(id, overlap), json);
        return ExitCode.DONE.number();
    }

    @Command(name = "revoke", mixinStandardHelpOptions = true, description = "End a key, at once.")
    int revoke(@Parameters(paramLabel = "ID") String id, @Mixin DataOption data) {
        keys(data).revoke(id);
        console.result("Key " + id + " lets nobody in any more");
        return ExitCode.DONE.number();
    }

    @Command(
            name = "audit",
            mixinStandardHelpOptions = true,
            description = "The last requests that may have changed something, newest first.")
    int audit(
            @Option(
                            names = "--limit",
                            paramLabel = "N",
                            defaultValue = "100",
                            description = "How many, up to 1000. Default: ${DEFAULT-VALUE}.")
                    int limit,
            @Option(names = "--json", description = "As one JSON object.") boolean json,
            @Mixin DataOption data) {
        JsonNode answer = keys(data).audit(limit);
        if (json) {
            console.result(answer.toString());
            return ExitCode.DONE.number();
        }
        for (JsonNode line : answer.path("lines")) {
            console.result("%-28s  %-3s  %-6s %s  by %s"
                    .formatted(
                            line.path("at").asText(),
                            line.hasNonNull("status") ? line.path("status").asText() : "?",
                            line.path("method").asText(),
                            line.path("path").asText(),
                            line.path("key_name").asText()));
        }
        return ExitCode.DONE.number();
    }

    private void tell(JsonNode key, boolean json) {
        if (json) {
            console.result(key.toString());
            return;
        }
        console.result("Key " + key.path("id").asText() + " of tenant "
                + key.path("tenant").asText() + " may " + scopes(key));
        console.result("It is, shown only now: " + key.path("key").asText());
    }

    private static String scopes(JsonNode key) {
        List<String> scopes = new ArrayList<>();
        key.path("scopes").forEach(scope -> scopes.add(scope.asText()));
        return String.join(",", scopes);
    }

    private Keys keys(DataOption data) {
        return new Keys(new ServiceClient(Endpoint.of(surroundings, data.installation(surroundings))));
    }
}
