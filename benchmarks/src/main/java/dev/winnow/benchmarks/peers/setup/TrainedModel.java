package dev.winnow.benchmarks.peers.setup;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.winnow.benchmarks.peers.document.TokenDocument;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * A base model with an adapter that has learned one data set's task.
 *
 * @param adapter a PEFT folder
 * @param merged base and adapter as one, in Hugging Face's form
 * @param gguf the same as one file in f32
 * @param figures of the training
 */
public record TrainedModel(Path adapter, Path merged, Path gguf, Map<?, ?> figures) {
    // Some 40 minutes of two cores without AVX-512; small sets are seen several times, for they have few steps.
    private static final long TOKENS = 200_000;
    private static final long MOST_EPOCHS = 3;

    private static final String FIGURES = "training.json";
    private static final List<String> GIVEN_FILES = List.of("adapter_config.json", "adapter_model.safetensors");

    private static final ObjectMapper MAPPER = new ObjectMapper();

    /**
     * Trains, if that was not done yet for these very examples.
     *
     * @param endOfTurn the token behind each output
     */
    public static TrainedModel in(
            PeerFolder folder,
            HuggingFace python,
            BaseModel base,
            String name,
            List<TokenDocument> examples,
            int endOfTurn)
            throws IOException, InterruptedException {
        String lines = lines(examples, endOfTurn);
        long epochs = epochs(examples);
        String recipe =
                PythonScript.TRAIN_ADAPTER.text() + PythonScript.MERGE_ADAPTER.text() + base.version() + epochs + lines;
        Path part = folder.part("adapter-" + name, recipe, made -> {
            System.err.printf("Training an adapter on %d documents, %d times%n", examples.size(), epochs);
            train(made, python, base, lines, epochs);
            merge(made, python, base);
        });
        return of(part);
    }

    /**
     * Takes an adapter that was trained elsewhere.
     *
     * @param given a PEFT folder, perhaps with the figures of its training in {@code training.json}
     */
    public static TrainedModel given(PeerFolder folder, HuggingFace python, BaseModel base, String name, Path given)
            throws IOException, InterruptedException {
        StringBuilder recipe = new StringBuilder(PythonScript.MERGE_ADAPTER.text()).append(base.version());
        for (String file : GIVEN_FILES) {
            recipe.append(file).append(HexFormat.of().formatHex(Files.readAllBytes(given.resolve(file))));
        }
        Path part = folder.part("given-" + name, recipe.toString(), made -> {
            Path adapter = Files.createDirectory(made.resolve("adapter"));
            for (String file : GIVEN_FILES) {
                Files.copy(given.resolve(file), adapter.resolve(file));
            }
            Path figures = given.resolve(FIGURES);
            Files.writeString(
                    adapter.resolve(FIGURES), Files.exists(figures) ? Files.readString(figures) : "{\"given\": true}");
            merge(made, python, base);
        });
        return of(part);
    }

    private static TrainedModel of(Path part) throws IOException {
        return new TrainedModel(
                part.resolve("adapter"),
                part.resolve("merged"),
                part.resolve("merged-F32.gguf"),
                MAPPER.readValue(part.resolve("adapter").resolve(FIGURES).toFile(), Map.class));
    }

    private static void train(Path made, HuggingFace python, BaseModel base, String lines, long epochs)
            throws IOException, InterruptedException {
        Path examples = Files.writeString(made.resolve("examples.jsonl"), lines);
        python.run(
                PythonScript.TRAIN_ADAPTER,
                made,
                line -> {
                    if (line.startsWith("step ")) {
                        System.err.println("  " + line);
                    }
                },
                base.folder(),
                examples,
                epochs,
                made.resolve("adapter"));
    }

    private static void merge(Path made, HuggingFace python, BaseModel base) throws IOException, InterruptedException {
        Path merged = made.resolve("merged");
        python.run(PythonScript.MERGE_ADAPTER, made, line -> {}, base.folder(), made.resolve("adapter"), merged);
        python.run(
                PythonScript.CONVERT_MODEL,
                made,
                line -> {},
                "to-gguf",
                merged,
                base.gguf(),
                made.resolve("merged-F32.gguf"));
    }

    static long epochs(List<TokenDocument> examples) {
        long tokens = examples.stream()
                .mapToLong(
                        example -> example.prompt().size() + example.reference().size())
                .sum();
        return Math.max(1, Math.min(MOST_EPOCHS, TOKENS / Math.max(1, tokens)));
    }

    private static String lines(List<TokenDocument> examples, int endOfTurn) throws IOException {
        StringBuilder lines = new StringBuilder();
        for (TokenDocument example : examples) {
            List<Integer> output = new ArrayList<>(example.reference());
            output.add(endOfTurn);
            lines.append(MAPPER.writeValueAsString(new Example(example.prompt(), output)))
                    .append('\n');
        }
        return lines.toString();
    }

    /** The merged model for llama.cpp with other weights, made if that was not done yet. */
    public Path gguf(Llama llama, String weights) throws IOException, InterruptedException {
        Path file = gguf.resolveSibling("merged-" + weights + ".gguf");
        if (!Files.exists(file)) {
            Path unfinished = gguf.resolveSibling("unfinished.gguf");
            Program.run(
                    gguf.resolveSibling("quantize.log"),
                    List.of(llama.quantize().toString(), gguf.toString(), unfinished.toString(), weights));
            Files.move(unfinished, file);
        }
        return file;
    }

    private record Example(
            @JsonProperty("prompt") List<Integer> prompt,
            @JsonProperty("output") List<Integer> output) {}
}
