package dev.winnow.benchmarks.agreement;

import dev.winnow.engine.decoder.Decoder;
import dev.winnow.engine.decoder.DecoderSettings;
import dev.winnow.engine.decoder.MemoryBudget;
import dev.winnow.engine.decoder.NumericMode;
import dev.winnow.engine.model.LoadableAdapter;
import dev.winnow.engine.model.LoadableModel;
import dev.winnow.engine.model.safetensors.PeftAdapter;
import dev.winnow.engine.model.source.ModelFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;

/**
 * What is run: a model and adapters for it.
 *
 * @param model its files
 * @param adapters PEFT folders; the first is what documents are given to, the others only run beside
 */
record Subject(ModelFiles model, List<Path> adapters) {
    private static final long ADAPTER_BYTES = 256L << 20;

    Subject {
        adapters = List.copyOf(adapters);
    }

    /** Loads a decoder, which is the caller's. */
    Decoder load(NumericMode mode, int slots) throws IOException {
        try (LoadableModel open = model.open()) {
            return Decoder.load(
                    open.shape(),
                    open.weights(),
                    mode,
                    MemoryBudget.halfOfMachine(),
                    new DecoderSettings(slots, DecoderSettings.DEFAULT.chunkTokens()).withAdapters(ADAPTER_BYTES));
        }
    }

    static LoadableAdapter open(Path folder) {
        try {
            return PeftAdapter.open(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Memory for all adapters. */
    static long adapterBytes() {
        return ADAPTER_BYTES;
    }
}
