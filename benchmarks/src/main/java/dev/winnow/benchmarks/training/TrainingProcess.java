package dev.winnow.benchmarks.training;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.winnow.benchmarks.cluster.ResourceUse;
import dev.winnow.engine.model.LoadableModel;
import dev.winnow.engine.model.source.ModelFiles;
import dev.winnow.engine.training.Trainer;
import dev.winnow.engine.training.TrainingExample;
import dev.winnow.engine.training.TrainingMemory;
import dev.winnow.engine.training.TrainingStep;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** The process of Winnow's trainer: says a line of JSON for each step, as {@code train_beside.py} does. */
public final class TrainingProcess {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private TrainingProcess() {}

    /** Trains as the file says that is named. */
    public static void main(String... arguments) throws IOException {
        PrintStream said = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        System.setOut(System.err); // libraries may say what they like
        TrainingStart start = MAPPER.readValue(Path.of(arguments[0]).toFile(), TrainingStart.class);
        List<TrainingExample> examples = examples(start.examples());
        try (Trainer trainer = trainer(start, examples)) {
            int steps = Math.min(start.steps(), trainer.steps());
            trainer.writeAdapter(start.first(), "base");
            MAPPER.writeValue(start.beside().toFile(), beside(start, trainer, steps));
            while (trainer.stepsDone() < steps) {
                double before = ResourceUse.ownCpuSeconds();
                TrainingStep step = trainer.step();
                said.println(MAPPER.writeValueAsString(line(step, ResourceUse.ownCpuSeconds() - before)));
            }
            trainer.writeAdapter(start.adapter(), "base");
            Map<String, Object> end = end(trainer.memory());
            end.put("held_out_loss", trainer.evaluate(examples(start.heldOut())));
            said.println(MAPPER.writeValueAsString(end));
        }
    }

    private static Trainer trainer(TrainingStart start, List<TrainingExample> examples) throws IOException {
        try (LoadableModel model = new ModelFiles("model", start.model()).open()) {
            return Trainer.start(
                    model.shape(),
                    model.weights(),
                    examples,
                    start.settings(),
                    start.room(model.shape()),
                    Clock.systemUTC());
        }
    }

    private static List<TrainingExample> examples(Path file) throws IOException {
        List<TrainingExample> examples = new ArrayList<>();
        for (String line : Files.readAllLines(file)) {
            examples.add(MAPPER.readValue(line, TrainingLine.class).example());
        }
        return examples;
    }

    private static Map<String, Object> beside(TrainingStart start, Trainer trainer, int steps) {
        var optimizer = start.settings().optimizer();
        Map<String, Object> beside = new LinkedHashMap<>();
        beside.put("products", start.products());
        beside.put("rate", optimizer.rate());
        beside.put("weight_decay", optimizer.weightDecay());
        beside.put("most_norm", optimizer.mostNorm());
        beside.put(
                "order", IntStream.range(0, steps).mapToObj(trainer::examplesOf).toList());
        beside.put(
                "rates",
                IntStream.range(0, steps)
                        .mapToObj(step -> optimizer.rate(step, trainer.steps()))
                        .toList());
        return beside;
    }

    private static Map<String, Object> end(TrainingMemory memory) throws IOException {
        Map<String, Object> end = new LinkedHashMap<>();
        end.put(
                "peak_memory_mib",
                ResourceUse.peakMebibytes(ProcessHandle.current().pid()));
        end.put("planned_mib", memory.totalBytes() >> 20);
        end.put("planned_base_mib", memory.baseBytes() >> 20);
        end.put("planned_factors_mib", memory.factorBytes() >> 20);
        end.put("planned_state_mib", memory.stateBytes() >> 20);
        end.put("planned_work_mib", memory.workBytes() >> 20);
        end.put("kept_layers", memory.keptLayers());
        return end;
    }

    private static Map<String, Object> line(TrainingStep step, double processorSeconds) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("step", step.step());
        line.put("loss", step.loss());
        line.put("gradient_norm", step.gradientNorm());
        line.put("tokens", step.tokens());
        line.put("seconds", step.took().toNanos() / 1e9);
        line.put("processor_seconds", processorSeconds);
        return line;
    }
}
