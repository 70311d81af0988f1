package dev.winnow.engine.decoder;

import dev.winnow.engine.model.DecoderShape;
import dev.winnow.engine.model.LoadableModel;
import dev.winnow.engine.model.PackedWeights;
import dev.winnow.engine.model.WeightReader;
import dev.winnow.engine.torch.Torch;
import dev.winnow.engine.torch.TorchModule;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;

/** What comes before a decoder: whether it fits, whether the machine computes in the mode, and its weights. */
record DecoderLoading(DecoderShape shape, NumericMode mode, MemoryBudget budget, DecoderSettings settings) {
    /** Where the memory would go, if all that is needed is here. */
    MemoryPlan plan() {
        MemoryPlan memory = planned();
        Torch.prepareThread();
        try (TorchModule module = TorchModule.compile(source(mode, settings.device()))) {
            ModeProbe.require(module, mode, settings.device());
        }
        return memory;
    }

    /** The lanes of a model. */
    List<Decoder> of(LoadableModel model) {
        Optional<PackedWeights> packed = model.packed();
        return packed.isPresent()
                ? load(module -> new PackedSource(module, packed.get(), mode, settings.device()))
                : of(model.weights());
    }

    /** The lanes of any weights. */
    List<Decoder> of(WeightReader reader) {
        return load(module -> new WeightLoader(module, reader, mode));
    }

    /** The one lane that there is; closes them all if there are several. */
    static Decoder only(List<Decoder> lanes) {
        if (lanes.size() > 1) {
            lanes.forEach(Decoder::close);
            throw new IllegalArgumentException(
                    "one decoder was asked for, but the settings have %d lanes".formatted(lanes.size()));
        }
        return lanes.get(0);
    }

    private List<Decoder> load(Function<TorchModule, WeightSource> source) {
        MemoryPlan memory = planned();
        Torch.prepareThread();
        try (Unfinished unfinished = new Unfinished()) {
            TorchModule module =
                    unfinished.add(TorchModule.compile(source(mode, settings.device())), TorchModule::close);
            ModeProbe.require(module, mode, settings.device());
            DecoderWeights weights =
                    unfinished.add(DecoderWeights.load(source.apply(module), shape), DecoderWeights::close);
            SharedWeights shared = new SharedWeights(module, weights, shape, settings.lanes());
            unfinished.keep();
            long kvTokens = memory.kvTokens() / settings.lanes();
            return IntStream.range(0, settings.lanes())
                    .mapToObj(lane -> new Decoder(shape, mode, settings.ofLane(), memory, kvTokens, shared))
                    .toList();
        }
    }

    private MemoryPlan planned() {
        mode.on(settings.device()).requireSizes(mode, shape);
        return MemoryPlan.of(shape, mode, budget, settings);
    }

    /** The text of all methods in a mode. */
    static String source(NumericMode mode, Device device) {
        return mode.complete(TorchModule.text(DecoderLoading.class, "decoder.ts.py"), device);
    }
}
