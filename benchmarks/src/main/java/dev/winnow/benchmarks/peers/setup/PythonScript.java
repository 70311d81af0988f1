package dev.winnow.benchmarks.peers.setup;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The Python files that come with the bench. */
public enum PythonScript {
    /** Lets a torch from PyPI run without CUDA's libraries. */
    TORCH_WITHOUT_CUDA,
    /** Converts between GGUF and Hugging Face's folders. */
    CONVERT_MODEL,
    /** Trains an adapter. */
    TRAIN_ADAPTER,
    /** Trains an adapter beside Winnow. */
    TRAIN_BESIDE,
    /** Writes with an adapter. */
    WRITE_GREEDILY,
    /** Merges an adapter into its base. */
    MERGE_ADAPTER,
    /** How a peer's process is talked to. */
    LINE_TALK,
    /** Generates with Hugging Face's transformers. */
    HUGGING_FACE_PEER(LINE_TALK),
    /** Says what llguidance would let a model write. */
    LLGUIDANCE_PEER(LINE_TALK),
    /** Runs llama.cpp's server out of a wheel. */
    LLAMA_PEER;

    private final @Nullable PythonScript imported;

    PythonScript() {
        this(null);
    }

    PythonScript(@Nullable PythonScript imported) {
        this.imported = imported;
    }

    private String fileName() {
        return name().toLowerCase(Locale.ROOT) + ".py";
    }

    /** Its source. */
    public String text() throws IOException {
        return resource(fileName());
    }

    /** Writes it into a folder, with what it imports. */
    public Path writeTo(Path folder) throws IOException {
        if (imported != null) {
            imported.writeTo(folder);
        }
        return Files.writeString(folder.resolve(fileName()), text());
    }

    static String resource(String name) throws IOException {
        try (InputStream in =
                requireNonNull(PythonScript.class.getResourceAsStream("/dev/winnow/benchmarks/peers/python/" + name))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
