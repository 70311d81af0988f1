package dev.winnow.benchmarks.peers;

import dev.winnow.engine.model.source.ModelCache;
import dev.winnow.engine.model.source.ModelSource;
import dev.winnow.engine.model.source.ProgressListener;
import dev.winnow.text.gguf.GgufRefusedException;
import dev.winnow.text.tokenizer.TokenizerFile;
import java.io.IOException;
import java.nio.file.Path;

/** What {@code --tokenizer} names, fetched as workers fetch it. */
public final class CommandTokenizer {
    private CommandTokenizer() {}

    /**
     * The text of its tokenizer.json.
     *
     * @throws picocli.CommandLine.ParameterException if there is none
     */
    public static String json(CommandCheck check, String tokenizer) {
        // As workers have it: nothing is asked of the network but the model.
        Path cache = Path.of(System.getProperty("user.home"), ".cache", "winnow");
        System.setProperty("ENGINE_CACHE_DIR", cache.resolve("natives").toString());
        System.setProperty("DJL_OFFLINE", "true");
        System.setProperty("OPT_OUT_TRACKING", "true");
        try {
            return TokenizerFile.json(new ModelCache(cache)
                    .fetch(ModelSource.parse(tokenizer), ProgressListener.SILENT)
                    .path());
        } catch (IOException | IllegalArgumentException | GgufRefusedException e) {
            throw check.refused("--tokenizer " + tokenizer + ": " + e.getMessage());
        }
    }
}
