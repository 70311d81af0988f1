package dev.winnow.worker.server;

import static java.util.Objects.requireNonNull;

import dev.winnow.common.control.ModelText;
import dev.winnow.engine.model.LoadableModel;
import dev.winnow.engine.model.ModelName;
import dev.winnow.engine.model.ModelRefusedException;
import dev.winnow.engine.model.source.ModelCache;
import dev.winnow.engine.model.source.ModelSource;
import dev.winnow.engine.model.source.ProgressListener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * How tokens of a server's model are counted on this side, before the server sees them.
 *
 * @param name the model's name in the catalog
 * @param text its tokenizer and template, or what stands in for them
 * @param exact whether they are its own
 */
record ServerText(String name, ModelText text, boolean exact) {
    private static final Logger LOG = Logger.getLogger(ServerText.class);
    // The catalog keeps one tokenizer for a name: the model's own must not give way to a stand-in.
    private static final String UNCOUNTED = "-at-server";

    ServerText {
        requireNonNull(name, "name");
        requireNonNull(text, "text");
    }

    /**
     * Finds it: where the settings say, else in the model file that a server on this machine names, else in bytes.
     * Weights are not loaded.
     *
     * @param here what the server names as its model's place, if it is on this machine
     * @throws IOException if the settings name a model that cannot be fetched or read
     */
    static ServerText find(
            ServerConfig config, ServedModel model, Optional<String> here, Path cache, ProgressListener progress)
            throws IOException {
        String id = config.name().orElse(model.id());
        String name = ModelName.of(id.substring(id.lastIndexOf('/') + 1));
        if (config.tokenizer().isPresent()) {
            return new ServerText(name, read(config.tokenizer().get(), cache, progress), true);
        }
        Optional<String> readable = here.filter(ServerText::isReadable);
        if (readable.isPresent()) {
            try {
                return new ServerText(name, read(readable.get(), cache, progress), true);
            } catch (IOException | ModelRefusedException e) {
                LOG.warnf("the tokenizer of %s cannot be used, bytes are counted: %s", readable.get(), e.getMessage());
            }
        } else {
            LOG.warn("the model's tokenizer is not known here, bytes are counted; WINNOW_SERVER_TOKENIZER names it");
        }
        return new ServerText(config.name().isPresent() ? name : name + UNCOUNTED, ByteText.text(), false);
    }

    private static ModelText read(String source, Path cache, ProgressListener progress) throws IOException {
        try (LoadableModel model =
                new ModelCache(cache).fetch(ModelSource.parse(source), progress).open()) {
            return model.text();
        }
    }

    private static boolean isReadable(String path) {
        try {
            Path file = Path.of(path);
            return file.isAbsolute() && Files.isReadable(file);
        } catch (InvalidPathException e) {
            return false;
        }
    }
}
