package dev.winnow.engine.catalog;

import dev.winnow.engine.decoder.Decoder;
import dev.winnow.engine.decoder.DecoderSettings;
import dev.winnow.engine.decoder.Device;
import dev.winnow.engine.decoder.MemoryBudget;
import dev.winnow.engine.decoder.MemoryPlan;
import dev.winnow.engine.decoder.MemoryRefusedException;
import dev.winnow.engine.decoder.ModeRefusedException;
import dev.winnow.engine.decoder.NumericMode;
import dev.winnow.engine.decoder.PackedWriter;
import dev.winnow.engine.model.LoadableModel;
import dev.winnow.engine.model.PackedWeights;
import dev.winnow.engine.model.source.ModelCache;
import dev.winnow.engine.model.source.ModelFiles;
import dev.winnow.engine.model.source.ModelSource;
import dev.winnow.engine.model.source.ProgressListener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Models on this machine: those in the cache, and those that lie where a path says. Not thread-safe. */
final class Catalog {
    private final Path cache;
    private final ProgressListener progress;
    private final MeasuredSpeeds speeds;
    private final MemoryBudget budget = MemoryBudget.halfOfMachine();

    /** @param progress told of downloads, and of layers that are written */
    Catalog(Path cache, ProgressListener progress) {
        this.cache = cache;
        this.progress = progress;
        this.speeds = new MeasuredSpeeds(cache);
    }

    List<String> models() throws IOException {
        return new CachedModels(cache).names();
    }

    /** Fetches a model, if it is not there yet. */
    void pull(String model) throws IOException {
        files(model);
    }

    /** A card without modes, which need libtorch. */
    ModelCard brief(String model) throws IOException {
        ModelFiles files = files(model);
        try (LoadableModel open = files.open()) {
            return ModelCard.of(model, open, diskBytes(files.path()), List.of());
        }
    }

    ModelCard card(String model) throws IOException {
        ModelFiles files = files(model);
        try (LoadableModel open = files.open()) {
            String only = open.packed().map(PackedWeights::mode).orElse(null);
            return ModelCard.of(model, open, diskBytes(files.path()), fits(model, open, only));
        }
    }

    void measure(String model, NumericMode mode) throws IOException {
        try (LoadableModel open = files(model).open()) {
            speeds.keep(model, mode.wireName(), SpeedProbe.of(open, mode, budget));
        }
    }

    void quantize(String model, NumericMode mode, Path folder) throws IOException {
        try (LoadableModel open = files(model).open();
                PackedWriter writer = new PackedWriter(open, mode)) {
            int layers = open.shape().layers();
            writer.write(folder, model, layer -> progress.progressed("layers", layer, layers));
        }
    }

    private ModelFiles files(String model) throws IOException {
        return new ModelCache(cache).fetch(ModelSource.parse(model), progress);
    }

    private List<ModeFit> fits(String model, LoadableModel open, @Nullable String only) throws IOException {
        List<NumericMode> modes = Arrays.stream(NumericMode.values())
                .filter(mode -> mode.runsOn(Device.CPU))
                .filter(mode -> only == null || mode.wireName().equals(only))
                .toList();
        List<ModeFit> fits = new ArrayList<>();
        for (NumericMode mode : modes) {
            fits.add(fit(model, open, mode));
        }
        return fits;
    }

    private ModeFit fit(String model, LoadableModel open, NumericMode mode) throws IOException {
        Measurement measured = speeds.of(model, mode.wireName()).orElse(null);
        try {
            MemoryPlan plan = Decoder.plan(open.shape(), mode, budget, DecoderSettings.DEFAULT);
            return new ModeFit(mode.wireName(), true, plan.weightBytes() >> 20, null, measured);
        } catch (ModeRefusedException | MemoryRefusedException e) {
            return new ModeFit(mode.wireName(), false, null, e.getMessage(), measured);
        }
    }

    private static long diskBytes(Path path) throws IOException {
        try (Stream<Path> files = Files.walk(path)) {
            long bytes = 0;
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                bytes += Files.size(file);
            }
            return bytes;
        }
    }
}
