package dev.winnow.benchmarks.peers;

import dev.winnow.benchmarks.peers.document.TokenDocument;
import dev.winnow.benchmarks.peers.system.Choice;
import dev.winnow.benchmarks.peers.system.Kind;
import dev.winnow.benchmarks.peers.system.MeasuredSystem;
import dev.winnow.benchmarks.peers.system.Task;
import java.util.List;
import java.util.Map;

/**
 * What is measured on one data set.
 *
 * @param name the data set's
 * @param documents to measure with
 * @param trialDocuments how many of them each setting is tried with
 * @param mostOutputTokens the most tokens of a free output
 * @param rounds how often each system does each task
 * @param fixed settings that are not searched, as {@code system.choice}
 */
record Plan(
        String name,
        List<TokenDocument> documents,
        int trialDocuments,
        int mostOutputTokens,
        int rounds,
        Map<String, String> fixed) {
    Plan {
        documents = List.copyOf(documents);
        fixed = Map.copyOf(fixed);
    }

    List<Kind> kinds() {
        return forcible().isEmpty() ? List.of(Kind.PREFILL, Kind.FREE) : List.of(Kind.PREFILL, Kind.FREE, Kind.FORCED);
    }

    Task task(Kind kind) {
        return new Task(kind, mostOutputTokens, kind == Kind.FORCED ? forcible() : documents);
    }

    /** Documents whose outputs all systems can be forced to: llama.cpp's grammars know no token within a character. */
    List<TokenDocument> forcible() {
        return documents.stream().filter(TokenDocument::wholeCharacters).toList();
    }

    Task trial() {
        return new Task(Kind.FREE, mostOutputTokens, documents.subList(0, Math.min(trialDocuments, documents.size())));
    }

    /** A system's choices, without those that are fixed. */
    List<Choice> choices(MeasuredSystem system) {
        return system.choices().stream()
                .map(choice -> {
                    String value = fixed.get(system.name() + "." + choice.name());
                    return value == null ? choice : choice.fixed(value);
                })
                .toList();
    }
}
