package dev.winnow.coordinator.adapter;

import com.fasterxml.jackson.databind.JsonNode;
import dev.winnow.common.adapter.AdapterFiles;
import dev.winnow.common.training.TrainingPlan;
import dev.winnow.text.adapter.PeftSettings;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An adapter that has come whole and was checked, in the temporary folder; its files go when it is closed.
 *
 * @param config the bytes of its configuration
 * @param weights the file with its factors
 * @param hash names both
 * @param settings what its configuration says
 * @param factors what its weights say
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
record ReceivedAdapter(
        byte[] config, Path weights, long weightBytes, String hash, PeftSettings settings, FactorHeader factors)
        implements AutoCloseable {
    /** All its bytes. */
    long bytes() {
        return config.length + weightBytes;
    }

    /** What says that it did not come out of a training of that plan; null if nothing does. */
    @Nullable
    String unfit(TrainingPlan plan) throws IOException {
        double scale = plan.alpha() / (plan.stabilized() ? Math.sqrt(plan.rank()) : plan.rank());
        List<String> modules = plan.modules().stream().sorted().toList();
        if (settings.rank() != plan.rank() || Math.abs(settings.scale() - scale) > 1e-6 * scale) {
            return "its rank is %d and its scale %s, where the plan says %d and %s"
                    .formatted(settings.rank(), settings.scale(), plan.rank(), scale);
        }
        if (!settings.targetModules().equals(modules)) {
            return "it changes %s, where the plan says %s".formatted(settings.targetModules(), modules);
        }
        if (!factors.dtypes().equals(List.of("F32"))) {
            return "its factors are %s, where F32 is written".formatted(factors.dtypes());
        }
        return FactorValues.allFinite(weights) ? null : "its factors have something in them that is no number";
    }

    InputStream open() throws IOException {
        return Files.newInputStream(weights);
    }

    /**
     * Puts one together from files that have come.
     *
     * @throws dev.winnow.text.adapter.AdapterRefusedException if it is none that Winnow runs
     */
    static ReceivedAdapter of(byte[] config, JsonNode tree, Path weights, byte[] weightsDigest) throws IOException {
        PeftSettings settings = PeftSettings.of(tree);
        FactorHeader factors = FactorHeader.read(weights, settings.rank());
        String hash = AdapterFiles.hash(AdapterFiles.sha256().digest(config), weightsDigest);
        return new ReceivedAdapter(config, weights, Files.size(weights), hash, settings, factors);
    }

    @Override
    public void close() {
        try {
            Files.deleteIfExists(weights);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
