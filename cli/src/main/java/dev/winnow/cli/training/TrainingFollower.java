package dev.winnow.cli.training;

import com.fasterxml.jackson.databind.JsonNode;
import dev.winnow.cli.console.Console;
import dev.winnow.cli.console.ExitCode;
import dev.winnow.cli.console.Pause;
import dev.winnow.cli.console.Progress;
import dev.winnow.cli.evaluation.EvaluationFollower;
import dev.winnow.cli.evaluation.EvaluationTable;
import dev.winnow.cli.service.Evaluations;
import dev.winnow.cli.service.Patience;
import dev.winnow.cli.service.ServiceClient;
import dev.winnow.cli.service.Trainings;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Waits for trainings and shows how they go. A service that is away for a while is waited for. */
public final class TrainingFollower {
    private static final Set<String> OVER = Set.of("done", "failed", "cancelled");

    private final Trainings service;
    private final Evaluations evaluations;
    private final Console console;
    private final Patience patience;

    TrainingFollower(Trainings service, Evaluations evaluations, Console console, Patience patience) {
        this.service = service;
        this.evaluations = evaluations;
        this.console = console;
        this.patience = patience;
    }

    /** One that asks once a second, and bears ten minutes without an answer. */
    public TrainingFollower(ServiceClient client, Console console) {
        this(
                new Trainings(client),
                new Evaluations(client),
                console,
                new Patience(console, Duration.ofSeconds(1), Duration.ofMinutes(10)));
    }

    /** Returns when the training is over, and the evaluation that it asked for; says what became of both. */
    public ExitCode follow(String id) {
        return evaluated(trained(id));
    }

    /** The same for trainings of one request, whose adapters are evaluated together. */
    ExitCode followAll(List<String> ids) {
        List<JsonNode> over = ids.stream().map(this::trained).toList();
        boolean allDone = over.stream().allMatch(TrainingFollower::isDone);
        ExitCode evaluated = over.stream()
                .filter(TrainingFollower::isDone)
                .findFirst()
                .map(this::evaluated)
                .orElse(ExitCode.FAILED);
        return allDone ? evaluated : ExitCode.FAILED;
    }

    /** Returns when the training is over; says what became of it. */
    JsonNode trained(String id) {
        JsonNode training = untilOver(id);
        if (isDone(training)) {
            console.result("Adapter %s is trained: loss %s%s, %.0f s of a worker"
                    .formatted(
                            training.path("adapter").asText(),
                            number(training.at("/progress/loss")),
                            training.at("/progress/evaluation").isNumber()
                                    ? ", of held-out rows " + number(training.at("/progress/evaluation"))
                                    : "",
                            training.path("worker_seconds").asDouble()));
            return training;
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
        return training;
    }

    /** Returns when the evaluation is over that a training which is over asked for, with its table. */
    ExitCode evaluated(JsonNode training) {
        if (!isDone(training)) {
            return ExitCode.FAILED;
        }
        if (!training.path("evaluate_rows").isNumber()) {
            return ExitCode.DONE;
        }
        String id = training.path("id").asText();
        JsonNode now = training;
        while (now.path("evaluate_rows").isNumber() && !now.path("evaluation").isTextual()) {
            now = patience.ask(
                    "Waiting for the service, the adapter is safe", Patience.PASSING, () -> service.find(id));
            if (!now.path("evaluation").isTextual()) {
                Pause.of(patience.between());
            }
        }
        if (!now.path("evaluation").isTextual()) {
            console.say("It is not evaluated: its dataset or the adapter is gone");
            return ExitCode.DONE;
        }
        JsonNode over = new EvaluationFollower(evaluations, console)
                .untilOver(now.path("evaluation").asText());
        EvaluationTable.print(console, over);
        return over.path("state").asText().equals("done") ? ExitCode.DONE : ExitCode.FAILED;
    }

    private static boolean isDone(JsonNode training) {
        return training.path("state").asText().equals("done");
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
