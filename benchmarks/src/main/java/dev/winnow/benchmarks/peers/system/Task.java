package dev.winnow.benchmarks.peers.system;

import static java.util.Objects.requireNonNull;

import dev.winnow.benchmarks.peers.document.TokenDocument;
import java.util.List;

/**
 * Work for a system.
 *
 * @param kind what is asked
 * @param mostOutputTokens the most tokens of a free output
 * @param documents all there are; the system may take them in any order and as many at once as it likes
 */
public record Task(Kind kind, int mostOutputTokens, List<TokenDocument> documents) {
    public Task {
        requireNonNull(kind, "kind");
        documents = List.copyOf(documents);
        if (mostOutputTokens < 1) {
            throw new IllegalArgumentException("mostOutputTokens must be at least 1, was " + mostOutputTokens);
        }
        if (documents.isEmpty()) {
            throw new IllegalArgumentException("documents must not be empty");
        }
    }

    /** The most tokens that a document's prompt and output take. */
    public int longest() {
        return documents.stream()
                .mapToInt(each -> each.prompt().size() + outputLimit(each))
                .max()
                .orElseThrow();
    }

    private int outputLimit(TokenDocument document) {
        return switch (kind) {
            case PREFILL -> 1;
            case FREE -> mostOutputTokens;
            case FORCED -> document.reference().size();
        };
    }
}
