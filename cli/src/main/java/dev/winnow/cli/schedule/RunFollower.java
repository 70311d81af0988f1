package dev.winnow.cli.schedule;

import com.fasterxml.jackson.databind.JsonNode;
import dev.winnow.cli.console.CommandException;
import dev.winnow.cli.console.Console;
import dev.winnow.cli.console.ExitCode;
import dev.winnow.cli.console.Pause;
import dev.winnow.cli.service.Patience;
import dev.winnow.cli.service.ServiceClient;
import dev.winnow.cli.training.TrainingFollower;
import java.time.Duration;
import java.util.Set;

/** Waits for a run of a schedule and says what it is at. A service that is away for a while is waited for. */
final class RunFollower {
    private static final Set<String> GOES_ON = Set.of("due", "training", "evaluating");

    private final ServiceClient client;
    private final Console console;
    private final Patience patience;

    RunFollower(ServiceClient client, Console console, Patience patience) {
        this.client = client;
        this.console = console;
        this.patience = patience;
    }

    /** One that asks once a second, and bears ten minutes without an answer. */
    RunFollower(ServiceClient client, Console console) {
        this(client, console, new Patience(console, Duration.ofSeconds(1), Duration.ofMinutes(10)));
    }

    /**
     * Returns when that run is over, or waits for a person.
     *
     * @param plannedAt which run
     */
    ExitCode follow(String schedule, String plannedAt) {
        String told = "";
        JsonNode run = find(schedule, plannedAt);
        while (goesOn(run)) {
            String step = step(run);
            if (!step.equals(told)) {
                console.say(step);
                told = step;
            }
            Pause.of(patience.between());
            run = find(schedule, plannedAt);
        }
        String state = run.path("state").asText();
        if (state.equals("trained")) { // without a gate a run ends when its training begins
            console.say("Training on " + run.path("dataset").asText());
            return new TrainingFollower(client, console)
                    .follow(run.path("training").asText());
        }
        console.result("The run is %s: %s".formatted(state, RunLine.outcome(run)));
        return state.equals("failed") ? ExitCode.FAILED : ExitCode.DONE;
    }

    private static boolean goesOn(JsonNode run) {
        return GOES_ON.contains(run.path("state").asText());
    }

    private static String step(JsonNode run) {
        return switch (run.path("state").asText()) {
            case "training" -> "Training on " + run.path("dataset").asText();
            case "evaluating" ->
                "Evaluating %s beside %s"
                        .formatted(
                                run.path("candidate").asText(),
                                run.path("champion").asText("the model alone"));
            default -> "Looking for new rows";
        };
    }

    private JsonNode find(String schedule, String plannedAt) {
        JsonNode history = patience.ask(
                "Waiting for the service, the run goes on",
                Patience.PASSING,
                () -> client.get(ServiceClient.path("/api/v1/schedules", schedule, "history")));
        for (JsonNode run : history.path("runs")) {
            if (run.path("planned_at").asText().equals(plannedAt)) {
                return run;
            }
        }
        throw CommandException.failed(
                "The history of schedule %s has no run of %s any more".formatted(schedule, plannedAt));
    }
}
