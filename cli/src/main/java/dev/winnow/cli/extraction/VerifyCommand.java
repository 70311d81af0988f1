package dev.winnow.cli.extraction;

import com.fasterxml.jackson.databind.JsonNode;
import dev.winnow.cli.console.Console;
import dev.winnow.cli.console.ExitCode;
import dev.winnow.cli.installation.DataOption;
import dev.winnow.cli.installation.Surroundings;
import dev.winnow.cli.service.Endpoint;
import dev.winnow.cli.service.ServiceClient;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Proves that a job lost nothing. */
@Command(
        name = "verify",
        description = {
            "Read all that is stored of a job, prove that nothing was lost, and print a hash over ids and results.",
            "",
            "Ends with 0 if the job is over and every item is accounted for, else with 1 and what is wrong.",
            ""
        })
public final class VerifyCommand implements Callable<Integer> {
    private final Surroundings surroundings;
    private final Console console;

    @Parameters(paramLabel = "JOB", description = "The job's id.")
    String job = "";

    @Option(names = "--json", description = "As one JSON object.")
    boolean json;

    @Mixin
    DataOption data = new DataOption();

    /** Runs in those surroundings. */
    public VerifyCommand(Surroundings surroundings, Console console) {
        this.surroundings = surroundings;
        this.console = console;
    }

    @Override
    public Integer call() {
        ServiceClient client = new ServiceClient(Endpoint.of(surroundings, data.installation(surroundings)));
        JsonNode proof = client.verification(job);
        if (json) {
            console.result(proof.toString());
        } else {
            print(proof);
        }
        String state = proof.path("state").asText();
        if (!proof.path("consistent").asBoolean()) {
            proof.path("findings")
                    .forEach(finding -> console.say("wrong: %s (%s)"
                            .formatted(
                                    finding.path("detail").asText(),
                                    finding.path("code").asText())));
            return ExitCode.FAILED.number();
        }
        if (!state.equals("done") && !state.equals("cancelled")) {
            console.say("Nothing is wrong so far, but the job is still " + state);
            return ExitCode.FAILED.number();
        }
        console.say("Every item is accounted for");
        return ExitCode.DONE.number();
    }

    private void print(JsonNode proof) {
        row("job", proof.path("id").asText());
        row("state", proof.path("state").asText());
        for (String count : new String[] {"items", "outputs", "errors", "unanswered"}) {
            row(count, proof.path(count).asText());
        }
        proof.path("shards")
                .properties()
                .forEach(state ->
                        row("shards " + state.getKey(), state.getValue().asText()));
        row("hash", proof.path("hash").asText());
    }

    private void row(String name, String value) {
        console.result("%-17s %s".formatted(name, value));
    }
}
