package dev.winnow.engine.training;

import dev.winnow.engine.decoder.Device;
import dev.winnow.engine.decoder.Unfinished;
import dev.winnow.engine.model.DecoderShape;
import dev.winnow.engine.model.WeightReader;
import dev.winnow.engine.torch.TorchCall;
import dev.winnow.engine.torch.TorchModule;
import dev.winnow.engine.torch.TorchValue;

/**
 * A frozen base with factors beside it, and memory to compute in: adds up the gradients of packs. Confined to one
 * thread at a time, which has called {@link dev.winnow.engine.torch.Torch#prepareThread()}.
 *
 * <p>All memory that is as large as a pack is taken once and used again: what malloc gives back comes again page by
 * page, which takes as long as computing does.
 */
final class TrainingGraph implements AutoCloseable {
    private final DecoderShape shape;
    private final LoraSettings lora;
    private final FactorLayout layout;
    private final TrainingMemory memory;
    private final TorchModule module;
    private final FrozenBase base;
    private final TorchValue frequencies;
    private final TorchValue factors;
    private final TorchValue gradients;
    private final TorchValue stream;
    private final TorchValue shared;
    private final TorchValue work;
    private final TorchValue kept;
    private final Unfinished all;

    private TrainingGraph(
            DecoderShape shape,
            LoraSettings lora,
            TrainingMemory memory,
            TorchModule module,
            WeightReader reader,
            Unfinished all) {
        this.shape = shape;
        this.lora = lora;
        this.layout = new FactorLayout(shape, lora);
        this.memory = memory;
        this.module = module;
        this.all = all;
        this.base = all.add(FrozenBase.load(module, shape, reader), FrozenBase::close);
        this.frequencies = all.add(frequencies(module, shape), TorchValue::close);
        this.factors = mine(module.call("row").with(layout.values()));
        this.gradients = mine(module.call("row").with(layout.values()));
        this.stream = mine(module.call("stream").withList(sizes()).with(memory.packTokens()));
        this.shared = mine(
                module.call("saved").withList(sizes()).withList(layout.ranks()).with(memory.packTokens()));
        this.work = mine(module.call("work").withList(sizes()).with(memory.packTokens()));
        this.kept = mine(module.call("kept")
                .withList(sizes())
                .withList(layout.ranks())
                .with(memory.packTokens())
                .with(memory.keptLayers()));
    }

    /** Loads a base; the factors are all nothing. */
    static TrainingGraph load(
            DecoderShape shape, WeightReader reader, TrainingSettings settings, TrainingMemory memory, Device device) {
        Unfinished all = new Unfinished();
        try {
            TorchModule module = all.add(
                    TorchModule.compile(source(settings.base(), settings.products(), device)), TorchModule::close);
            return new TrainingGraph(shape, settings.lora(), memory, module, reader, all);
        } catch (RuntimeException | Error e) {
            all.close();
            throw e;
        }
    }

    /** The text of all methods. */
    static String source(BaseForm form, Products products, Device device) {
        String base = TorchModule.text(TrainingGraph.class, "base_%s.ts.py".formatted(form.wireName()));
        String weight = base.lines().findFirst().orElseThrow().replaceFirst("^# Weight: ", "");
        return (base
                        + TorchModule.text(TrainingGraph.class, "training.ts.py")
                        + "\n\n"
                        + TorchModule.text(TrainingGraph.class, "adamw.ts.py"))
                .replaceAll("\\bWeight\\b", weight)
                .replaceAll("\\bCOMPUTE\\b", String.valueOf(products.torchType()))
                .replaceAll("\\bDEVICE\\b", '"' + device.wireName() + '"');
    }

    /** The base's sizes. */
    DecoderShape shape() {
        return shape;
    }

    /** Where each factor is. */
    FactorLayout layout() {
        return layout;
    }

    /** The methods, the optimizer's among them. */
    TorchModule module() {
        return module;
    }

    /** All factors, [values]. */
    TorchValue factors() {
        return factors;
    }

    /** The sum of gradients so far, [values]. */
    TorchValue gradients() {
        return gradients;
    }

    /**
     * Adds the gradients of a pack's losses.
     *
     * @param weight what they are multiplied by
     * @param seed of dropout
     * @return the sum of its losses, one for each supervised token, in nats
     */
    double learn(Pack pack, double weight, long seed) {
        return loss(passing("learn", pack)
                .with(kept)
                .with(gradients)
                .withReal(weight)
                .withReal(lora.dropout())
                .with(seed));
    }

    /** The sum of a pack's losses, without dropout, in nats; nothing is learned. */
    double judge(Pack pack) {
        return loss(passing("judge", pack));
    }

    /** Reads some factors, or gradients, from a place on. */
    float[] read(TorchValue row, long first, int count) {
        float[] values = new float[count];
        try (TorchValue part =
                module.call("part").with(row).with(first).with(count).run()) {
            part.copyTo(values);
        }
        return values;
    }

    /** Sets some factors from a place on. */
    void write(long first, float[] values) {
        try (TorchValue part = TorchValue.copyOf(values, values.length)) {
            module.call("set_part").with(factors).with(first).with(part).run().close();
        }
    }

    @Override
    public void close() {
        all.close();
    }

    private TorchCall passing(String method, Pack pack) {
        TorchCall call = module.call(method)
                .withTensor(pack.ids())
                .withTensor(pack.positions())
                .withTensor(pack.targets())
                .withList(pack.lengths())
                .with(memory.scoredAtOnce())
                .withList(sizes())
                .withReal(shape.normEpsilon())
                .with(frequencies);
        return base.passTo(call)
                .with(factors)
                .withList(layout.plan())
                .withReal(lora.scale())
                .with(stream)
                .with(shared)
                .with(work);
    }

    private static TorchValue frequencies(TorchModule module, DecoderShape shape) {
        float[] divisors = shape.rotary().divisorsOf(shape.headDim());
        try (TorchValue scaling = TorchValue.copyOf(divisors, divisors.length)) {
            return module.call("rotary_frequencies")
                    .with(shape.headDim())
                    .withReal(shape.rotary().theta())
                    .with(scaling)
                    .run();
        }
    }

    private static double loss(TorchCall call) {
        float[] sum = new float[1];
        try (TorchValue loss = call.run()) {
            loss.copyTo(sum);
        }
        return sum[0];
    }

    private long[] sizes() {
        return new long[] {
            shape.layers(),
            shape.heads(),
            shape.kvHeads(),
            shape.headDim(),
            shape.hidden(),
            shape.intermediate(),
            shape.qkNorm() ? 1 : 0
        };
    }

    private TorchValue mine(TorchCall call) {
        return all.add(call.run(), TorchValue::close);
    }
}
