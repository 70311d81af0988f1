package dev.winnow.worker.server;

import dev.winnow.common.result.ErrorCode;
import dev.winnow.common.result.ItemFailure;
import dev.winnow.common.result.ItemOutput;
import dev.winnow.common.result.Provenance;
import dev.winnow.common.result.Usage;
import dev.winnow.common.work.ExtractionTask;
import dev.winnow.common.work.Pool;
import dev.winnow.common.work.WorkItem;
import dev.winnow.worker.extraction.EvidenceReader;
import dev.winnow.worker.server.ChatAnswer.Written;
import dev.winnow.worker.server.Verdict.Invalid;
import dev.winnow.worker.server.Verdict.Valid;
import java.time.Duration;
import java.util.List;
import org.jboss.logging.Logger;

/** Checks outputs: what a server enforces, and whether it does, Winnow does not know. Thread-safe. */
final class OutputJudge {
    private static final Logger LOG = Logger.getLogger(OutputJudge.class);

    /** So that one result fits a message whatever its escapes cost. */
    private static final int MOST_CHARACTERS = 1 << 20;

    private static final int MOST_PROBLEMS = 5;
    private static final double NANOS = 1e9;

    private final Pool pool;
    private final PromptHash prompts;
    private final Validators validators = new Validators();

    OutputJudge(Pool pool, PromptHash prompts) {
        this.pool = pool;
        this.prompts = prompts;
    }

    /**
     * Judges an output.
     *
     * @param time that the request took
     */
    Verdict judge(ExtractionTask task, WorkItem item, Written written, Duration time) {
        try {
            return check(task, item, written, time);
        } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
            LOG.errorf(e, "the output of item %d could not be read", item.position());
            return new Invalid(
                    new ItemFailure(item.position(), ErrorCode.ENGINE_ERROR, "the output could not be read: " + e));
        }
    }

    /** The same, and throws what judging throws. */
    Verdict check(ExtractionTask task, WorkItem item, Written written, Duration time) {
        String text = written.text();
        if (text.length() > MOST_CHARACTERS) {
            return invalid(
                    item,
                    "the output has %d characters, the limit is %d: lower max_output_tokens (%d)"
                            .formatted(text.length(), MOST_CHARACTERS, task.maxOutputTokens()));
        }
        List<String> problems = validators.of(task).problems(text);
        if (!problems.isEmpty()) {
            return written.cut() ? cut(task, item, written) : invalid(item, found(problems));
        }
        return new Valid(new ItemOutput(
                item.position(),
                text,
                written.cut(),
                // How many steps the server took is not told.
                new Usage(
                        written.promptTokens(), written.outputTokens(), written.outputTokens(), time.toNanos() / NANOS),
                new Provenance(
                        pool.model(),
                        pool.quantization(),
                        task.adapter(),
                        task.schemaHash(),
                        prompts.of(item.instruction())),
                EvidenceReader.of(item.input(), text, written.tokens())));
    }

    private static Verdict cut(ExtractionTask task, WorkItem item, Written written) {
        int most = task.maxOutputTokens();
        if (written.outputTokens() < most) {
            return new Invalid(new ItemFailure(
                    item.position(),
                    ErrorCode.ITEM_TOO_LONG,
                    "the server's context was full after %d tokens of prompt and %d of output, max_output_tokens is %d: shorten the input"
                            .formatted(written.promptTokens(), written.outputTokens(), most)));
        }
        return invalid(
                item,
                "the server cut the output at max_output_tokens = %d: raise it, or bound the schema's texts and lists"
                        .formatted(most));
    }

    private static String found(List<String> problems) {
        return String.join("; ", problems.subList(0, Math.min(problems.size(), MOST_PROBLEMS)));
    }

    private static Verdict invalid(WorkItem item, String message) {
        return new Invalid(new ItemFailure(item.position(), ErrorCode.INVALID_OUTPUT, message));
    }
}
