package dev.winnow.coordinator.estimate;

import dev.winnow.coordinator.database.Database;
import dev.winnow.text.constraint.ConstraintCompiler;
import dev.winnow.text.schema.CompiledSchema;
import dev.winnow.text.tokenizer.Tokenizer;
import jakarta.inject.Singleton;
import java.util.Optional;

/** Knows how many tokens outputs of a schema took before, or guesses by the schema. Thread-safe. */
@Singleton
public class OutputTokens {
    private static final int JOBS = 5;
    private static final int ITEMS_OF_A_JOB = 400;

    // Bounded, so that it costs the same after jobs of any length; the newest jobs tell most about the next one.
    private static final String HISTORY = """
            select count(distinct job_id) as jobs, count(*) as items, coalesce(avg(tokens), 0) as mean,
                   coalesce(stddev_samp(tokens), 0) as deviation
            from (select j.id as job_id, least(r.output_tokens, ?)::float8 as tokens
                  from (select id from job
                        where tenant = ? and model = ? and schema_hash = ? and constrained = ? and state = 'done'
                          and window_prompt_tokens is null
                        order by finished_at desc limit ?) j
                  cross join lateral (
                      select output_tokens from result
                      where job_id = j.id and output_tokens is not null order by position limit ?) r) x""";

    private final Database database;

    OutputTokens(Database database) {
        this.database = database;
    }

    /**
     * What an item's output took in the tenant's newest finished jobs that asked the same; empty if there are none. Of
     * outputs that were merged from windows nobody knows how many there were, so those jobs do not count.
     */
    public Optional<Expected> history(Asked asked) {
        return database.inTransaction(sql -> sql.queryOne(
                        HISTORY,
                        row -> new History(
                                row.number("jobs"), row.number("items"), row.real("mean"), row.real("deviation")),
                        asked.maxOutputTokens(),
                        asked.tenant(),
                        asked.model(),
                        asked.schemaHash(),
                        asked.constrained(),
                        JOBS,
                        ITEMS_OF_A_JOB))
                .filter(history -> history.items() > 0)
                .map(history -> history.expected(asked.maxOutputTokens()));
    }

    /** What an item's output may take, by the schema and nothing else. */
    public static Expected guess(CompiledSchema schema, Tokenizer tokenizer, Asked asked) {
        int shortest = asked.constrained()
                ? new ConstraintCompiler(tokenizer.vocabulary(), tokenizer)
                        .compile(schema)
                        .shortestOutputTokens()
                : 1;
        int most = asked.maxOutputTokens();
        int typical = tokenizer.encode(TypicalOutput.of(schema.root())).length;
        int guess = Math.min(most, Math.max(shortest, typical));
        return new Expected(Source.GUESS, new Amount(guess, 0, Math.min(shortest, guess), most), 0, 0);
    }

    /** Where a number of output tokens comes from. */
    public enum Source {
        /** Finished jobs. */
        HISTORY,
        /** The schema alone. */
        GUESS
    }

    /**
     * Output tokens of one item.
     *
     * @param perItem the mean; of a guess, the interval is all that is possible
     * @param jobs finished jobs that were looked at
     * @param items their items that were looked at
     */
    public record Expected(Source source, Amount perItem, int jobs, int items) {}

    /** What outputs are asked for. */
    public record Asked(String tenant, String model, String schemaHash, boolean constrained, int maxOutputTokens) {}

    private record History(int jobs, int items, double mean, double deviation) {
        Expected expected(int most) {
            Amount perItem = Amount.of(mean, deviation / Math.sqrt(items)).atMost(most);
            return new Expected(Source.HISTORY, perItem, jobs, items);
        }
    }
}
