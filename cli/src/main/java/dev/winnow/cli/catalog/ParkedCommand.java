package dev.winnow.cli.catalog;

import com.fasterxml.jackson.databind.JsonNode;
import dev.winnow.cli.console.Console;
import dev.winnow.cli.console.ExitCode;
import dev.winnow.cli.installation.DataOption;
import dev.winnow.cli.installation.Surroundings;
import dev.winnow.cli.service.Endpoint;
import dev.winnow.cli.service.ParkedMessages;
import dev.winnow.cli.service.ServiceClient;
import dev.winnow.cli.service.ServiceProblem;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Looks after messages that could not be recorded. */
@Command(
        name = "parked",
        synopsisSubcommandLabel = "COMMAND",
        description = {
            "Results messages that could not be recorded. They are kept until somebody retries or deletes them.",
            "",
            "Needs a key with scope admin.",
            ""
        })
public final class ParkedCommand implements Runnable {
    private static final int PAGE = 100;

    private final Surroundings surroundings;
    private final Console console;

    @Spec
    CommandSpec spec = CommandSpec.create();

    /** Runs in those surroundings. */
    public ParkedCommand(Surroundings surroundings, Console console) {
        this.surroundings = surroundings;
        this.console = console;
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Say what to do: list, show, retry or delete");
    }

    @Command(name = "list", mixinStandardHelpOptions = true, description = "The newest, with their reasons.")
    int list(
            @Option(
                            names = "--limit",
                            paramLabel = "N",
                            defaultValue = "20",
                            description = "How many (default: ${DEFAULT-VALUE}).")
                    int limit,
            @Mixin DataOption where) {
        ParkedMessages parked = parked(where);
        long left = Math.max(1, limit);
        long total = 0;
        long shown = 0;
        String cursor = "";
        do {
            JsonNode page = parked.page(Math.min(PAGE, left), cursor);
            page.path("parked_messages").forEach(this::line);
            total = page.path("total").asLong();
            shown += page.path("parked_messages").size();
            left -= PAGE;
            cursor = page.path("next_cursor").asText("");
        } while (left > 0 && !cursor.isEmpty() && !cursor.equals("null"));
        console.say(total == 0 ? "No message is parked" : shown + " of " + total + " parked messages");
        return ExitCode.DONE.number();
    }

    private void line(JsonNode message) {
        console.result("%8d  %-24s  %-16s  %9d bytes  %s"
                .formatted(
                        message.path("id").asLong(),
                        message.path("parked_at").asText(),
                        message.path("queue").asText(),
                        message.path("bytes").asLong(),
                        message.path("reason").asText().replace('\n', ' ')));
    }

    @Command(name = "show", mixinStandardHelpOptions = true, description = "One, whole; binary ones as base64.")
    int show(@Parameters(paramLabel = "ID") long id, @Mixin DataOption where) {
        JsonNode message = parked(where).whole(id);
        console.say("Parked %s from %s (%s): %s"
                .formatted(
                        message.path("parked_at").asText(),
                        message.path("queue").asText(),
                        message.path("encoding").asText(),
                        message.path("reason").asText()));
        console.result(message.path("body").asText());
        return ExitCode.DONE.number();
    }

    @Command(
            name = "retry",
            mixinStandardHelpOptions = true,
            description = "Record them after all. What is refused again stays parked, and the command ends with 1.")
    int retry(@Parameters(paramLabel = "ID", arity = "1..*") List<Long> ids, @Mixin DataOption where) {
        ParkedMessages parked = parked(where);
        boolean refused = false;
        for (long id : ids) {
            try {
                parked.retry(id);
                console.result("Message " + id + " is recorded");
            } catch (ServiceProblem e) {
                if (!e.code().equals("still_refused")) {
                    throw e;
                }
                refused = true;
                console.say("Message " + id + ": " + e.getMessage());
            }
        }
        return (refused ? ExitCode.FAILED : ExitCode.DONE).number();
    }

    @Command(name = "delete", mixinStandardHelpOptions = true, description = "Delete them for ever.")
    int delete(@Parameters(paramLabel = "ID", arity = "1..*") List<Long> ids, @Mixin DataOption where) {
        ParkedMessages parked = parked(where);
        for (long id : ids) {
            parked.delete(id);
            console.result("Message " + id + " is deleted");
        }
        return ExitCode.DONE.number();
    }

    private ParkedMessages parked(DataOption where) {
        return new ParkedMessages(new ServiceClient(Endpoint.of(surroundings, where.installation(surroundings))));
    }
}
