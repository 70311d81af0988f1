package dev.winnow.benchmarks.peers.system;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/** A task as a process is told it. */
record TaskLine(
        @JsonProperty("kind") Kind kind,
        @JsonProperty("most_output_tokens") int mostOutputTokens,
        @JsonProperty("documents") List<DocumentLine> documents) {
    TaskLine {
        documents = List.copyOf(documents);
    }

    static TaskLine of(Task task) {
        return new TaskLine(
                task.kind(),
                task.mostOutputTokens(),
                task.documents().stream()
                        .map(each -> new DocumentLine(each.input(), each.prompt(), each.reference()))
                        .toList());
    }

    record DocumentLine(
            @JsonProperty("input") String input,
            @JsonProperty("prompt") List<Integer> prompt,
            @JsonProperty("reference") List<Integer> reference) {
        DocumentLine {
            prompt = List.copyOf(prompt);
            reference = List.copyOf(reference);
        }

        int[] promptArray() {
            return prompt.stream().mapToInt(Integer::intValue).toArray();
        }
    }
}
