package dev.winnow.coordinator.training;

import dev.winnow.coordinator.dataset.DatasetRows;
import dev.winnow.coordinator.dataset.DatasetRows.StoredRow;
import dev.winnow.coordinator.model.TokenCounter;
import dev.winnow.coordinator.problem.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** How many tokens a dataset's rows have for a model: its prompt, the output, and the token that ends it. */
final class RowLengths {
    private static final int NAMED = 20;

    private final List<Problem.Part> over = new ArrayList<>();
    private final TokenCounter counter;
    private final int most;
    private int longest;
    private int rows;

    private RowLengths(TokenCounter counter, int most) {
        this.counter = counter;
        this.most = most;
    }

    /**
     * Measures all rows.
     *
     * @param most tokens that one may have
     * @return the longest row's tokens
     * @throws dev.winnow.coordinator.problem.ProblemException if some are longer; the first are named
     */
    static int longest(DatasetRows rows, UUID dataset, TokenCounter counter, int most) {
        RowLengths lengths = new RowLengths(counter, most);
        rows.each(dataset, lengths::take);
        if (lengths.rows > 0) {
            throw Problem.of(
                            422,
                            "rows_too_long",
                            "%d rows have more than %d tokens with their outputs".formatted(lengths.rows, most))
                    .at("/pack_tokens")
                    .limit(most)
                    .parts(lengths.over)
                    .remedy("cut or leave out these rows, or raise pack_tokens up to the model's context")
                    .exception();
        }
        return lengths.longest;
    }

    private void take(StoredRow stored) {
        var row = stored.row();
        int tokens = counter.exactly(row.instruction(), row.input())
                + counter.tokenizer().encode(row.output()).length
                + 1;
        longest = Math.max(longest, tokens);
        if (tokens > most) {
            rows++;
            if (over.size() < NAMED) {
                over.add(new Problem.Part(
                        "",
                        stored.heldOut() ? "held out" : "train",
                        (long) row.line(),
                        "the row has %d tokens".formatted(tokens),
                        null));
            }
        }
    }
}
