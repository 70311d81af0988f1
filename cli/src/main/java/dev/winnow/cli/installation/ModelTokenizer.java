package dev.winnow.cli.installation;

import dev.winnow.cli.console.CommandException;
import dev.winnow.text.gguf.GgufRefusedException;
import dev.winnow.text.tokenizer.Tokenizer;
import dev.winnow.text.tokenizer.TokenizerFile;
import dev.winnow.text.tokenizer.TokenizerRefusedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The tokenizer of a model that lies on this machine. */
public final class ModelTokenizer {
    private ModelTokenizer() {}

    /**
     * Opens it; the caller closes it.
     *
     * @param model a tokenizer.json, a .gguf file, a folder with one of them, or a model that a worker has fetched
     * @param cache where models and native libraries are kept
     */
    public static Tokenizer open(String model, Path cache) {
        // As workers have it: the natives are unpacked once for all, and nothing is asked of the network.
        System.setProperty("ENGINE_CACHE_DIR", cache.resolve("natives").toString());
        System.setProperty("DJL_OFFLINE", "true");
        System.setProperty("OPT_OUT_TRACKING", "true");
        System.setProperty("slf4j.internal.verbosity", "ERROR"); // that nobody listens to the library is no news
        try {
            Path place = ModelPlace.of(model, cache);
            if (!Files.exists(place)) {
                throw CommandException.usage(place + " is not there; give a tokenizer.json or a .gguf file, or let"
                        + " a worker fetch the model: winnow up --model " + model);
            }
            return TokenizerFile.open(place);
        } catch (TokenizerRefusedException | GgufRefusedException e) {
            throw CommandException.usage(model + ": " + e.getMessage());
        } catch (IllegalArgumentException e) {
            throw CommandException.usage("--tokenizer: " + e.getMessage());
        } catch (IOException e) {
            throw CommandException.usage(model + " cannot be read: " + e.getMessage());
        }
    }
}
