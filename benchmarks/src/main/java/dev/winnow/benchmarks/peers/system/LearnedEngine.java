package dev.winnow.benchmarks.peers.system;

import dev.winnow.benchmarks.peers.document.TextModel;
import dev.winnow.engine.decoder.AdapterPool;
import dev.winnow.engine.decoder.Decoder;
import dev.winnow.engine.decoder.DecoderSettings;
import dev.winnow.engine.decoder.LaneCount;
import dev.winnow.engine.decoder.MemoryBudget;
import dev.winnow.engine.decoder.NumericMode;
import dev.winnow.engine.generation.GenerationLoop;
import dev.winnow.engine.generation.GenerationRequest;
import dev.winnow.engine.generation.Generator;
import dev.winnow.engine.generation.LoopSettings;
import dev.winnow.engine.model.LoadableAdapter;
import dev.winnow.engine.model.LoadableModel;
import dev.winnow.engine.model.safetensors.PeftAdapter;
import dev.winnow.engine.model.source.ModelFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The engine with what the model has learned, run as a worker runs it. */
final class LearnedEngine implements AutoCloseable {
    private static final long ADAPTER_BYTES = 256L << 20;

    private final Generator generator;
    private final TextModel texts;
    private final AdapterPool adapters;
    private final AdapterPool.@Nullable Lease learned;

    private LearnedEngine(
            Generator generator, TextModel texts, AdapterPool adapters, AdapterPool.@Nullable Lease learned) {
        this.generator = generator;
        this.texts = texts;
        this.adapters = adapters;
        this.learned = learned;
    }

    /** Loads it. */
    static LearnedEngine load(EngineStart start) throws IOException {
        try (LoadableModel model = new ModelFiles("model", start.model()).open()) {
            NumericMode mode = NumericMode.fromWireName(start.mode());
            MemoryBudget budget = MemoryBudget.halfOfMachine();
            DecoderSettings settings = new DecoderSettings(start.slots(), DecoderSettings.DEFAULT.chunkTokens())
                    .withAdapters(start.adapter() == null ? 0 : ADAPTER_BYTES);
            // No more than a worker would have.
            List<Decoder> decoders = Decoder.loadLanes(
                    model, mode, budget, LaneCount.suiting(settings, model.shape(), mode, budget, start.lanes()));
            AdapterPool adapters = new AdapterPool(decoders.get(0).adapterForm(), ADAPTER_BYTES);
            AdapterPool.Lease learned = start.adapter() == null ? null : lease(adapters, start.adapter());
            return new LearnedEngine(
                    GenerationLoop.start(decoders, LoopSettings.DEFAULT),
                    new TextModel(model, start.schema()),
                    adapters,
                    learned);
        }
    }

    private static AdapterPool.Lease lease(AdapterPool adapters, Path folder) {
        return adapters.lease("learned", () -> open(folder)).orElseThrow();
    }

    private static LoadableAdapter open(Path folder) {
        try {
            return PeftAdapter.open(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Generator generator() {
        return generator;
    }

    TextModel texts() {
        return texts;
    }

    /** The same request of what was learned. */
    GenerationRequest adapted(GenerationRequest request) {
        return learned == null ? request : request.with(learned.adapter());
    }

    @Override
    public void close() {
        generator.close();
        if (learned != null) {
            learned.close();
        }
        adapters.close();
        texts.close();
    }
}
