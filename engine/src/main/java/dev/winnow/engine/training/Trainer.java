package dev.winnow.engine.training;

import static java.util.Objects.requireNonNull;

import dev.winnow.common.training.Portion;
import dev.winnow.engine.decoder.Unfinished;
import dev.winnow.engine.model.DecoderShape;
import dev.winnow.engine.model.WeightReader;
import dev.winnow.engine.model.WeightShape;
import dev.winnow.engine.model.safetensors.PeftFolder;
import dev.winnow.engine.torch.Torch;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Trains an adapter, one optimizer step at a time, so that who drives it can report, keep a checkpoint, or stop in
 * between. Confined to one thread at a time, which has called {@link Torch#prepareThread()}; starting prepares its own.
 *
 * <p>The same base, examples and settings give the same factors, bit for bit, on the same kind of processor with the
 * same number of threads.
 */
public final class Trainer implements AutoCloseable {
    private final TrainingSettings settings;
    private final TrainingMemory memory;
    private final List<TrainingExample> examples;
    private final TrainingGraph graph;
    private final StatePages state;
    private final AdamW optimizer;
    private final DataOrder order;
    private final Portion portion;
    private final Packing packing;
    private final Seeds seeds;
    private final Clock clock;
    private final String fingerprint;
    private final Unfinished all;
    private int done;

    private Trainer(
            DecoderShape shape,
            WeightReader weights,
            List<TrainingExample> examples,
            TrainingSettings settings,
            TrainingRoom room,
            Clock clock,
            Leg leg,
            Unfinished all) {
        this.settings = settings;
        this.portion = leg.portion();
        this.examples = List.copyOf(examples);
        this.clock = clock;
        this.all = all;
        this.fingerprint = leg.mark(Fingerprint.of(shape, weights, examples, settings));
        this.seeds = new Seeds(settings.seed());
        this.order = new DataOrder(examples.size(), settings.stepExamples(), settings.epochs(), seeds);
        this.packing = new Packing(settings.packTokens());
        this.memory = memory(shape, settings, room);
        this.graph = all.add(TrainingGraph.load(shape, weights, settings, memory, room.device()), TrainingGraph::close);
        this.state = all.add(
                new StatePages(graph.module(), graph.layout().values(), room.statePageBytes(), room.scratch()),
                StatePages::close);
        this.optimizer = new AdamW(graph, settings.optimizer(), state);
    }

    /**
     * What a training would take, before anything is loaded.
     *
     * @throws TrainingRefusedException if it does not fit, or the settings do not fit the model
     */
    public static TrainingMemory memory(DecoderShape shape, TrainingSettings settings, TrainingRoom room) {
        TrainingChecks.requireShape(shape, settings);
        long values = new FactorLayout(shape, settings.lora()).values();
        return TrainingMemory.of(shape, settings, StatePages.residentBytes(values, room.statePageBytes()), room);
    }

    /**
     * Loads a base and draws the first factors.
     *
     * @throws TrainingRefusedException if the settings do not fit the model or the room, or an example does not fit
     *     either
     * @throws dev.winnow.engine.model.ModelRefusedException if a weight is missing, has another shape, or is no number
     */
    public static Trainer start(
            DecoderShape shape,
            WeightReader weights,
            List<TrainingExample> examples,
            TrainingSettings settings,
            TrainingRoom room,
            Clock clock) {
        return start(shape, weights, examples, settings, room, clock, Leg.WHOLE);
    }

    /**
     * Loads a base, and begins one leg of a training.
     *
     * @throws TrainingRefusedException as {@link #start} does, and if the leg's adapter is none of this training
     */
    public static Trainer start(
            DecoderShape shape,
            WeightReader weights,
            List<TrainingExample> examples,
            TrainingSettings settings,
            TrainingRoom room,
            Clock clock,
            Leg leg) {
        return load(
                shape,
                weights,
                examples,
                settings,
                room,
                clock,
                leg,
                trainer -> leg.writeTo(trainer.graph, settings.lora(), trainer.seeds));
    }

    /**
     * Goes on with a training, here or elsewhere, as if it had never been interrupted. The room may be another one.
     *
     * @throws TrainingRefusedException as {@link #start} does, and if the checkpoint is another training's, or damaged
     */
    public static Trainer resume(
            DecoderShape shape,
            WeightReader weights,
            List<TrainingExample> examples,
            TrainingSettings settings,
            TrainingRoom room,
            Clock clock,
            Leg leg,
            Checkpoint checkpoint) {
        return load(shape, weights, examples, settings, room, clock, leg, trainer -> {
            checkpoint.restore(trainer.graph, trainer.state, trainer.fingerprint);
            trainer.done = checkpoint.stepsDone();
        });
    }

    private static Trainer load(
            DecoderShape shape,
            WeightReader weights,
            List<TrainingExample> examples,
            TrainingSettings settings,
            TrainingRoom room,
            Clock clock,
            Leg leg,
            Consumer<Trainer> beginning) {
        TrainingChecks.requireExamples(examples, shape, settings);
        Torch.prepareThread();
        Unfinished all = new Unfinished();
        try {
            Trainer trainer = new Trainer(shape, weights, examples, settings, room, clock, leg, all);
            beginning.accept(trainer);
            return trainer;
        } catch (RuntimeException | Error e) {
            all.close();
            throw e;
        }
    }

    /** What its memory goes to. */
    public TrainingMemory memory() {
        return memory;
    }

    /** How many steps there are. */
    public int steps() {
        return portion.steps(order.steps());
    }

    /** How many of them are done. */
    public int stepsDone() {
        return done;
    }

    /** Whether all are done. */
    public boolean finished() {
        return done == steps();
    }

    /**
     * Which examples a step takes.
     *
     * @param step from 0
     * @return their places in the list that was given
     */
    public List<Integer> examplesOf(int step) {
        return order.step(portion.step(step));
    }

    /**
     * Takes the next step.
     *
     * @throws TrainingFailedException if its loss or its gradients are no numbers; it is not taken then
     */
    public TrainingStep step() {
        if (finished()) {
            throw new IllegalStateException("all %d steps are done".formatted(done));
        }
        Instant begun = clock.instant();
        int whole = portion.step(done);
        List<TrainingExample> batch =
                order.step(whole).stream().map(examples::get).toList();
        int supervised = batch.stream().mapToInt(TrainingExample::supervised).sum();
        optimizer.clear();
        double sum = 0;
        int number = 0;
        for (Pack pack : packing.packs(batch)) {
            // Every layer and projection counts on from it: the lowest bits are theirs.
            long seed = seeds.of(Seeds.Use.DROPOUT, ((long) whole << 24) + number++) >>> 16 << 14;
            sum += graph.learn(pack, 1.0 / supervised, seed);
        }
        double loss = sum / supervised;
        double norm = optimizer.norm();
        requireNumbers(loss, norm);
        double rate = settings.optimizer().rate(portion.taken(done), portion.steady(order.steps()));
        optimizer.step(done, rate, norm);
        done++;
        return new TrainingStep(
                done,
                steps(),
                loss,
                rate,
                norm,
                batch.stream().mapToInt(TrainingExample::length).sum(),
                supervised,
                Duration.between(begun, clock.instant()));
    }

    /**
     * The mean loss of examples with the factors as they are, in nats for each supervised token.
     *
     * @throws TrainingRefusedException if one is longer than a pack
     */
    public double evaluate(List<TrainingExample> others) {
        TrainingChecks.requireExamples(others, graph.shape(), settings);
        double sum = 0;
        for (Pack pack : packing.packs(others)) {
            sum += graph.judge(pack);
        }
        return sum / others.stream().mapToInt(TrainingExample::supervised).sum();
    }

    /**
     * Writes the adapter as it is, as PEFT does.
     *
     * @param base what it is for, a name for people
     */
    public void writeAdapter(Path folder, String base) throws IOException {
        LoraSettings lora = settings.lora();
        Map<String, WeightShape> shapes = new LinkedHashMap<>();
        Map<String, FactorLayout.Factor> factors = new LinkedHashMap<>();
        for (FactorLayout.Factor factor : graph.layout().factors()) {
            shapes.put(factor.name(), new WeightShape(factor.rows(), factor.columns()));
            factors.put(factor.name(), factor);
        }
        new PeftFolder(
                        base,
                        lora.rank(),
                        lora.alpha(),
                        lora.dropout(),
                        lora.stabilized(),
                        lora.modules().stream().map(TargetModule::wireName).toList())
                .write(folder, shapes, name -> {
                    FactorLayout.Factor factor = requireNonNull(factors.get(name), name);
                    return graph.read(graph.factors(), factor.first(), factor.values());
                });
    }

    /**
     * Writes what it needs to go on from here, and then removes the checkpoint before.
     *
     * @param folder of this training alone
     */
    public Checkpoint checkpoint(Path folder, String base) throws IOException {
        return Checkpoint.write(folder, done, fingerprint, state, unfinished -> writeAdapter(unfinished, base));
    }

    /** Frees all memory. */
    @Override
    public void close() {
        all.close();
    }

    private void requireNumbers(double loss, double norm) {
        if (!Double.isFinite(loss) || !Double.isFinite(norm)) {
            throw new TrainingFailedException(
                    "step %d of %d gave a loss of %s and gradients of norm %s: it was not taken. A lower rate (it is %s), a longer"
                                    .formatted(
                                            done + 1,
                                            order.steps(),
                                            loss,
                                            norm,
                                            settings.optimizer().rate())
                            + " warm-up, or products in f32 may help");
        }
    }
}
