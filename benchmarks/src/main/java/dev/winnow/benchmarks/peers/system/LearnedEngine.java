package dev.winnow.benchmarks.peers.system;

import dev.winnow.benchmarks.peers.document.TextModel;
import dev.winnow.engine.decoder.Decoder;
import dev.winnow.engine.decoder.DecoderSettings;
import dev.winnow.engine.decoder.MemoryBudget;
import dev.winnow.engine.decoder.NumericMode;
import dev.winnow.engine.generation.GenerationLoop;
import dev.winnow.engine.generation.Generator;
import dev.winnow.engine.generation.LoopSettings;
import dev.winnow.engine.model.LoadableModel;
import dev.winnow.engine.model.source.ModelFiles;
import java.io.IOException;

/**
 * The engine with what the model has learned, run as a worker runs it. It takes base and adapter as one merged model;
 * once the engine runs adapters, this is where it gets them.
 */
record LearnedEngine(Generator generator, TextModel texts) implements AutoCloseable {
    static LearnedEngine load(EngineStart start) throws IOException {
        try (LoadableModel model = new ModelFiles("merged", start.merged()).open()) {
            Decoder decoder = Decoder.load(
                    model.shape(),
                    model.weights(),
                    NumericMode.fromWireName(start.mode()),
                    MemoryBudget.halfOfMachine(),
                    new DecoderSettings(start.slots(), DecoderSettings.DEFAULT.chunkTokens()));
            return new LearnedEngine(
                    GenerationLoop.start(decoder, LoopSettings.DEFAULT), new TextModel(model, start.schema()));
        }
    }

    @Override
    public void close() {
        generator.close();
        texts.close();
    }
}
