package dev.winnow.benchmarks.training;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.winnow.benchmarks.peers.document.DataSet;
import dev.winnow.benchmarks.peers.document.Document;
import dev.winnow.benchmarks.peers.document.TextModel;
import dev.winnow.benchmarks.peers.document.TokenDocument;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The rows of a data set as all learners get them.
 *
 * @param name of the data set
 * @param learned a file of {@link TrainingLine}s
 * @param heldOut those whose loss is asked at the end
 * @param measured the same rows, to be written
 */
record TrainingRows(String name, Path learned, Path heldOut, List<TokenDocument> measured) {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    TrainingRows {
        measured = List.copyOf(measured);
    }

    /**
     * Writes the files.
     *
     * @param spaced whether outputs have spaces, as Python's {@code json.dumps} writes them
     */
    static TrainingRows of(DataSet set, TextModel texts, boolean spaced, Path folder) throws IOException {
        List<TokenDocument> measured = admitted(set.measured(), texts);
        return new TrainingRows(
                set.name(),
                write(folder.resolve("learned.jsonl"), admitted(set.training(), texts), texts, spaced),
                write(folder.resolve("held-out.jsonl"), measured, texts, spaced),
                measured);
    }

    private static List<TokenDocument> admitted(List<Document> documents, TextModel texts) {
        List<String> refused = new ArrayList<>();
        List<TokenDocument> admitted = texts.tokens(documents, refused);
        if (!refused.isEmpty()) {
            System.err.println("Left out, since the schema does not admit their output: " + refused);
        }
        return admitted;
    }

    private static Path write(Path file, List<TokenDocument> documents, TextModel texts, boolean spaced)
            throws IOException {
        StringBuilder lines = new StringBuilder();
        for (TokenDocument document : documents) {
            TrainingLine line = spaced ? TrainingLine.spaced(document, texts) : TrainingLine.compact(document, texts);
            lines.append(MAPPER.writeValueAsString(line)).append('\n');
        }
        return Files.writeString(file, lines.toString());
    }
}
