package dev.winnow.engine.generation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * A prompt and the greedy tokens that must follow it.
 *
 * @param prompt token ids
 * @param greedy token ids
 */
record GreedyCase(List<Integer> prompt, List<Integer> greedy) {
    private static final String GOLDEN = "golden/greedy_20.json";

    int[] promptTokens() {
        return prompt.stream().mapToInt(Integer::intValue).toArray();
    }

    /** Cases of our own, which always are there. */
    static List<GreedyCase> own() throws IOException {
        try (InputStream in = GreedyCase.class.getResourceAsStream("greedy_own.json")) {
            return read(new ObjectMapper().readTree(in));
        }
    }

    /** The golden cases of Hugging Face transformers, if they lie beside the repository or in WINNOW_SHARED. */
    static Optional<List<GreedyCase>> golden() throws IOException {
        Optional<Path> file = goldenFile();
        return file.isEmpty()
                ? Optional.empty()
                : Optional.of(read(new ObjectMapper().readTree(file.get().toFile())));
    }

    private static List<GreedyCase> read(JsonNode root) {
        return StreamSupport.stream(root.path("prompts").spliterator(), false)
                .map(node -> new GreedyCase(integers(node.path("prompt_ids")), integers(node.path("greedy_ids"))))
                .toList();
    }

    private static List<Integer> integers(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false)
                .map(JsonNode::asInt)
                .toList();
    }

    private static Optional<Path> goldenFile() {
        String set = System.getProperty("WINNOW_SHARED", System.getenv("WINNOW_SHARED"));
        Stream<Path> folders = set != null
                ? Stream.of(Path.of(set))
                : Stream.iterate(Path.of("").toAbsolutePath(), folder -> folder != null, Path::getParent)
                        .map(folder -> folder.resolve("shared"));
        return folders.map(folder -> folder.resolve(GOLDEN))
                .filter(Files::exists)
                .findFirst();
    }
}
