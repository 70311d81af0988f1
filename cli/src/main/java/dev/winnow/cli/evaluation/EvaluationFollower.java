package dev.winnow.cli.evaluation;

import com.fasterxml.jackson.databind.JsonNode;
import dev.winnow.cli.console.Console;
import dev.winnow.cli.console.Pause;
import dev.winnow.cli.console.Progress;
import dev.winnow.cli.service.Evaluations;
import dev.winnow.cli.service.Job;
import dev.winnow.cli.service.Patience;
import dev.winnow.cli.service.ServiceProblem;
import java.time.Duration;

/** Waits for evaluations and shows how they go. A service that is away for a while is waited for. */
public final class EvaluationFollower {
    private static final String COMFORT = "Waiting for the service, the evaluation is safe";

    private final Evaluations service;
    private final Console console;
    private final Patience patience;

    EvaluationFollower(Evaluations service, Console console, Patience patience) {
        this.service = service;
        this.console = console;
        this.patience = patience;
    }

    /** One that asks once a second, and bears ten minutes without an answer. */
    public EvaluationFollower(Evaluations service, Console console) {
        this(service, console, new Patience(console, Duration.ofSeconds(1), Duration.ofMinutes(10)));
    }

    /** Returns the evaluation when it has ended. */
    public JsonNode untilOver(String id) {
        try (Progress progress = new Progress(console, "Evaluating", " rows", 1)) {
            while (true) {
                JsonNode evaluation = patience.ask(COMFORT, Patience.PASSING, () -> service.find(id));
                long all = evaluation.path("rows").asLong()
                        * evaluation.path("runs").size();
                if (!evaluation.path("state").asText().equals("running")) {
                    progress.show(all, all, "");
                    return evaluation;
                }
                progress.show(done(evaluation), all, "");
                Pause.of(patience.between());
            }
        }
    }

    private long done(JsonNode evaluation) {
        long done = 0;
        for (JsonNode run : evaluation.path("runs")) {
            done += run.path("score").isObject()
                    ? evaluation.path("rows").asLong()
                    : finished(run.path("job").asText());
        }
        return done;
    }

    private long finished(String job) {
        if (job.isEmpty()) {
            return 0;
        }
        try {
            Job found = patience.ask(COMFORT, Patience.PASSING, () -> service.job(job));
            return found.finished();
        } catch (ServiceProblem e) {
            return 0; // deleted meanwhile, or this key may not see jobs: what became of it is told in the end
        }
    }
}
