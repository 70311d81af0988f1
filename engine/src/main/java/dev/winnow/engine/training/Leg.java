package dev.winnow.engine.training;

import static java.util.Objects.requireNonNull;

import dev.winnow.common.training.Portion;
import dev.winnow.engine.model.ModelRefusedException;
import dev.winnow.engine.model.safetensors.PeftAdapter;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * What a trainer does of a training: some of its steps, from an adapter or from the beginning. The optimizer's state
 * begins with nothing.
 *
 * @param portion which steps
 * @param from a folder as PEFT has it; null for the first factors, which hang on the seed alone
 */
public record Leg(Portion portion, @Nullable Path from) {
    /** All of it, from the beginning. */
    public static final Leg WHOLE = new Leg(Portion.WHOLE, null);

    public Leg {
        requireNonNull(portion, "portion");
    }

    /** Tells legs of one training apart. */
    String mark(String fingerprint) {
        return portion.equals(Portion.WHOLE) && from == null
                ? fingerprint
                : "%s %s %s".formatted(fingerprint, portion, from == null ? "first" : digest(from));
    }

    private static String digest(Path adapter) {
        try (InputStream in = Files.newInputStream(adapter.resolve("adapter_model.safetensors"))) {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            new DigestInputStream(in, sha256).transferTo(OutputStream.nullOutputStream());
            return HexFormat.of().formatHex(sha256.digest());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }

    /**
     * Puts the factors in that it begins with.
     *
     * @throws TrainingRefusedException if the adapter is none that this training would write
     */
    void writeTo(TrainingGraph graph, LoraSettings lora, Seeds seeds) {
        if (from == null) {
            FirstFactors.writeTo(graph, seeds);
            return;
        }
        try (PeftAdapter adapter = PeftAdapter.open(from)) {
            AdapterFit.require(adapter, graph.shape(), lora);
            for (FactorLayout.Factor factor : graph.layout().factors()) {
                graph.write(factor.first(), adapter.factors().read(factor.name()));
            }
        } catch (IOException | ModelRefusedException e) {
            throw new TrainingRefusedException(
                    "the adapter to begin with cannot be read: %s. Give another copy of it".formatted(e.getMessage()),
                    e);
        }
    }
}
