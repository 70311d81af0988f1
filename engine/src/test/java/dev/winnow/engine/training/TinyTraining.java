package dev.winnow.engine.training;

import dev.winnow.engine.decoder.Device;
import dev.winnow.engine.decoder.MemoryBudget;
import dev.winnow.engine.decoder.TinyModel;
import dev.winnow.engine.model.DecoderShape;
import dev.winnow.engine.torch.Torch;
import java.time.Clock;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.SplittableRandom;

/** Trainings of a {@link TinyModel}, and what tests of them have in common. */
final class TinyTraining {
    static final TrainingRoom ROOM = TrainingRoom.of(MemoryBudget.ofMebibytes(64));

    /** Rank 3 on all modules, steps of 4 examples in packs of 48 tokens. */
    static final TrainingSettings SETTINGS = TrainingSettings.DEFAULT
            .with(new LoraSettings(3, 4.5, EnumSet.allOf(TargetModule.class), 0, false))
            .with(OptimizerSettings.DEFAULT.withRate(0.02))
            .with(3, 4, 48);

    private TinyTraining() {}

    /** Examples of 5 to 30 tokens, some with a single token to learn. */
    static List<TrainingExample> examples(int count) {
        SplittableRandom random = new SplittableRandom(3);
        List<TrainingExample> examples = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int length = 5 + i * 7 % 26;
            examples.add(new TrainingExample(
                    random.ints(length, 0, TinyModel.LLAMA.vocabulary()).toArray(), Math.max(1, length - 1 - i % 9)));
        }
        return examples;
    }

    static Trainer trainer(DecoderShape shape, TrainingSettings settings, TrainingRoom room) {
        return Trainer.start(shape, new TinyModel(shape, 1), examples(10), settings, room, Clock.systemUTC());
    }

    /** A graph with factors of random numbers, B too, so that every gradient is something. */
    static TrainingGraph graph(DecoderShape shape, TrainingSettings settings, int keptLayers) {
        Torch.prepareThread();
        TrainingMemory planned = Trainer.memory(shape, settings, ROOM);
        TrainingMemory memory = new TrainingMemory(0, 0, 0, 0, keptLayers, 0, planned.packTokens(), 7);
        TrainingGraph graph = TrainingGraph.load(shape, new TinyModel(shape, 1), settings, memory, Device.CPU);
        SplittableRandom random = new SplittableRandom(2);
        float[] factors = new float[(int) graph.layout().values()];
        for (int i = 0; i < factors.length; i++) {
            factors[i] = (float) (0.2 * (2 * random.nextDouble() - 1));
        }
        graph.write(0, factors);
        return graph;
    }

    /** The gradients of the mean loss of examples that are computed in packs. */
    static float[] gradients(TrainingGraph graph, List<TrainingExample> examples, int packTokens) {
        double supervised =
                examples.stream().mapToInt(TrainingExample::supervised).sum();
        for (Pack pack : new Packing(packTokens).packs(examples)) {
            graph.learn(pack, 1 / supervised, 5);
        }
        return graph.read(graph.gradients(), 0, (int) graph.layout().values());
    }

    /** How far two are apart at the most, as a share of the largest. */
    static double apart(float[] some, float[] others) {
        double most = 0;
        double largest = 0;
        for (int i = 0; i < some.length; i++) {
            most = Math.max(most, Math.abs(some[i] - others[i]));
            largest = Math.max(largest, Math.abs(others[i]));
        }
        return most / largest;
    }
}
