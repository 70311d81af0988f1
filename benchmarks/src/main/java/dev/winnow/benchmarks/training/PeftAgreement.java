package dev.winnow.benchmarks.training;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.winnow.benchmarks.peers.document.TokenDocument;
import dev.winnow.benchmarks.peers.setup.BaseModel;
import dev.winnow.benchmarks.peers.setup.HuggingFace;
import dev.winnow.benchmarks.peers.setup.PythonScript;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Whether PEFT writes with an adapter, token by token, what the engine writes with it. */
final class PeftAgreement {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final HuggingFace python;
    private final BaseModel base;

    PeftAgreement(HuggingFace python, BaseModel base) {
        this.python = python;
        this.base = base;
    }

    /**
     * Lets PEFT write too, in f32.
     *
     * @param folder of this adapter alone
     * @param ours what the engine has written for the first documents, without the constraint
     */
    Map<String, Object> of(
            Path folder,
            Path adapter,
            List<TokenDocument> documents,
            List<List<Integer>> ours,
            int mostTokens,
            Set<Integer> ends)
            throws IOException, InterruptedException {
        List<List<Integer>> prompts =
                documents.stream().map(TokenDocument::prompt).toList();
        Path told = folder.resolve("prompts.json");
        MAPPER.writeValue(told.toFile(), Map.of("prompts", prompts, "most_tokens", mostTokens, "ends", ends));
        List<Answer> theirs = new ArrayList<>();
        python.run(
                PythonScript.WRITE_GREEDILY,
                Files.createDirectories(folder.resolve("peft")),
                line -> {
                    if (line.startsWith("{")) {
                        theirs.add(read(line));
                    }
                },
                base.folder(),
                adapter,
                told);
        return compared(ours, theirs);
    }

    /** How far outputs are the same. */
    static Map<String, Object> compared(List<List<Integer>> ours, List<Answer> theirs) throws IOException {
        if (ours.size() != theirs.size()) {
            throw new IOException("PEFT has answered %d documents of %d".formatted(theirs.size(), ours.size()));
        }
        int same = 0;
        int tokens = 0;
        List<Double> margins = new ArrayList<>();
        for (int i = 0; i < ours.size(); i++) {
            List<Integer> expected = theirs.get(i).tokens();
            int alike = alike(ours.get(i), expected);
            tokens += alike;
            if (alike == expected.size() && alike == ours.get(i).size()) {
                same++;
            } else if (alike < expected.size()) {
                margins.add(theirs.get(i).margins().get(alike));
            }
        }
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("documents", ours.size());
        figures.put("same_tokens", same);
        figures.put("tokens_alike", tokens);
        figures.put("margins_where_they_part", margins);
        return figures;
    }

    private static int alike(List<Integer> some, List<Integer> others) {
        int alike = 0;
        while (alike < Math.min(some.size(), others.size()) && some.get(alike).equals(others.get(alike))) {
            alike++;
        }
        return alike;
    }

    private static Answer read(String line) {
        try {
            return MAPPER.readValue(line, Answer.class);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * What PEFT has written for a document.
     *
     * @param tokens the end token with them
     * @param margins by how much each token's score is above the second best
     */
    record Answer(List<Integer> tokens, List<Double> margins) {
        Answer {
            tokens = List.copyOf(tokens);
            margins = List.copyOf(margins);
        }
    }
}
