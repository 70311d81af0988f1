package dev.winnow.cli.training;

import com.fasterxml.jackson.databind.JsonNode;
import dev.winnow.cli.console.Console;
import dev.winnow.cli.console.ExitCode;
import dev.winnow.cli.console.Pause;
import dev.winnow.cli.console.Progress;
import dev.winnow.cli.service.Patience;
import dev.winnow.cli.service.Trainings;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;

/** Waits for trainings and shows how they go. A service that is away for a while is waited for. */
final class TrainingFollower {
    private static final Set<String> OVER = Set.of("done", "failed", "cancelled");

    private final Trainings service;
    private final Console console;
    private final Patience patience;

    TrainingFollower(Trainings service, Console console, Patience patience) {
        this.service = service;
        this.console = console;
        this.patience = patience;
    }

    /** One that asks once a second, and bears ten minutes without an answer. */
    TrainingFollower(Trainings service, Console console) {
        this(service, console, new Patience(console, Duration.ofSeconds(1), Duration.ofMinutes(10)));
    }

    /** Returns when the training is over; says what became of it. */
    ExitCode follow(String id) {
        JsonNode training = untilOver(id);
        if (training.path("state").asText().equals("done")) {
            console.result("Adapter %s is trained: loss %s%s, %.0f s of a worker"
                    .formatted(
                            training.path("adapter").asText(),
                            number(training.at("/progress/loss")),
                            training.at("/progress/evaluation").isNumber()
                                    ? ", of held-out rows " + number(training.at("/progress/evaluation"))
                                    : "",
                            training.path("worker_seconds").asDouble()));
            return ExitCode.DONE;
        }
        JsonNode error = training.path("error");
        console.say("Training %s is %s%s"
                .formatted(
                        id,
                        training.path("state").asText(),
                        error.isObject()
                                ? ": " + error.path("code").asText() + ": "
                                        + error.path("message").asText()
                                : ""));
        return ExitCode.FAILED;
    }

    private JsonNode untilOver(String id) {
        boolean told = false;
        try (Progress progress = new Progress(console, "Training", " steps", 1)) {
            while (true) {
                JsonNode training = patience.ask(
                        "Waiting for the service, the training is safe", Patience.PASSING, () -> service.find(id));
                String state = training.path("state").asText();
                JsonNode now = training.path("progress");
                if (!told && !state.equals("running") && !OVER.contains(state)) {
                    console.say("Waiting for a worker that trains adapters for "
                            + training.path("base").asText());
                    told = true;
                }
                if (now.isObject()) {
                    progress.show(now.path("step").asLong(), now.path("steps").asLong(), remark(training, now));
                }
                if (OVER.contains(state)) {
                    return training;
                }
                Pause.of(patience.between());
            }
        }
    }

    private static String remark(JsonNode training, JsonNode progress) {
        StringBuilder text = new StringBuilder();
        JsonNode rounds = training.path("rounds");
        if (rounds.isObject()) {
            text.append("round %d of %d, "
                    .formatted(
                            rounds.path("round").asInt(), rounds.path("rounds").asInt()));
        }
        if (!progress.path("loss").isNumber()) {
            return text.toString();
        }
        text.append("loss ").append(number(progress.path("loss")));
        text.append(String.format(
                Locale.ROOT,
                ", %.0f tokens/s",
                progress.path("tokens_per_second").asDouble()));
        double left = progress.path("eta_seconds").asDouble(0);
        if (left >= 1) {
            Duration time = Duration.ofSeconds((long) left);
            text.append(", %d:%02d min left".formatted(time.toMinutes(), time.toSecondsPart()));
        }
        return text.toString();
    }

    private static String number(JsonNode value) {
        return value.isNumber() ? String.format(Locale.ROOT, "%.4f", value.asDouble()) : "unknown";
    }
}
