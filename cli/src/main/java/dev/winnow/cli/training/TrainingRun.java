package dev.winnow.cli.training;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.winnow.cli.console.Console;
import dev.winnow.cli.console.ExitCode;
import dev.winnow.cli.service.ServiceClient;
import dev.winnow.cli.service.Trainings;
import java.nio.file.Path;
import java.util.UUID;

/** One training from files to an adapter and what it scores. */
public final class TrainingRun {
    private final Trainings service;
    private final TrainingFollower follower;
    private final Console console;

    /** Speaks to that service. */
    public TrainingRun(ServiceClient client, Console console) {
        this.service = new Trainings(client);
        this.follower = new TrainingFollower(client, console);
        this.console = console;
    }

    /** Imports rows, and gives the dataset that they are. */
    public String store(Path rows, Path heldOut, Path schema) {
        DatasetOptions options = new DatasetOptions();
        options.heldOut = heldOut;
        options.schema = schema;
        JsonNode stored = options.store(service, rows, null);
        console.say(DatasetOptions.told(stored));
        return stored.path("dataset").asText();
    }

    /** Trains, and gives the training when it is over, whatever became of it. */
    public JsonNode train(ObjectNode request) {
        return follower.trained(
                service.submit(UUID.randomUUID(), request).path("id").asText());
    }

    /** Waits for the evaluation that a training which is over asked for, and prints its table. */
    public ExitCode evaluated(JsonNode training) {
        return follower.evaluated(training);
    }

    /** The evaluation of a training's adapter. */
    public String evaluation(JsonNode training) {
        return service.find(training.path("id").asText()).path("evaluation").asText();
    }
}
