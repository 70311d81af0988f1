package dev.winnow.text.tokenizer;

import dev.winnow.text.gguf.GgufStart;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Opens the tokenizer of a model that lies on this machine, without the model. */
public final class TokenizerFile {
    private TokenizerFile() {}

    /**
     * Opens it.
     *
     * @param path a tokenizer.json, a .gguf file, or a folder with one of them
     * @throws TokenizerRefusedException if it is of a kind that Winnow cannot run exactly
     * @throws dev.winnow.text.gguf.GgufRefusedException if a GGUF file is damaged
     */
    public static Tokenizer open(Path path) throws IOException {
        return Tokenizer.fromJson(json(path));
    }

    /**
     * The text of its tokenizer.json, for whoever opens it otherwise.
     *
     * @param path as {@link #open} takes it
     * @throws TokenizerRefusedException if there is no such text for a GGUF file
     * @throws dev.winnow.text.gguf.GgufRefusedException if a GGUF file is damaged
     */
    public static String json(Path path) throws IOException {
        Path file = Files.isDirectory(path) ? within(path) : path;
        return file.toString().endsWith(".gguf")
                ? GgufTokenizerJson.of(GgufStart.read(file).metadata())
                : Files.readString(file);
    }

    private static Path within(Path folder) throws IOException {
        Path json = folder.resolve("tokenizer.json");
        if (Files.exists(json)) {
            return json;
        }
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> models =
                    files.filter(file -> file.toString().endsWith(".gguf")).toList();
            if (models.size() != 1) {
                throw new NoSuchFileException(
                        folder.toString(), null, "it holds no tokenizer.json, and " + models.size() + " GGUF files");
            }
            return models.get(0);
        }
    }
}
