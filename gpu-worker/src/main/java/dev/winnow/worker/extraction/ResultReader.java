package dev.winnow.worker.extraction;

import dev.winnow.common.result.ErrorCode;
import dev.winnow.common.result.ItemFailure;
import dev.winnow.common.result.ItemOutput;
import dev.winnow.common.result.ItemResult;
import dev.winnow.common.result.Provenance;
import dev.winnow.common.result.Usage;
import dev.winnow.common.work.ExtractionTask;
import dev.winnow.common.work.Pool;
import dev.winnow.common.work.WorkItem;
import dev.winnow.engine.generation.GenerationOutcome.Generated;
import dev.winnow.engine.generation.GenerationOutcome.GenerationFailed;
import dev.winnow.text.prompt.PromptFormat;
import dev.winnow.text.tokenizer.Tokenizer;
import java.util.List;

/** Makes results of what the generator gives. Thread-safe. */
final class ResultReader {
    /** So that one result fits a message whatever its escapes cost. */
    static final int MOST_CHARACTERS = 1 << 20;

    private static final int MOST_PROBLEMS = 5;
    private static final double NANOS = 1e9;

    private final Tokenizer tokenizer;
    private final PromptFormat prompts;
    private final Pool pool;
    private final EvidenceReader evidence;

    ResultReader(Tokenizer tokenizer, PromptFormat prompts, Pool pool) {
        this.tokenizer = tokenizer;
        this.prompts = prompts;
        this.pool = pool;
        this.evidence = new EvidenceReader(tokenizer.vocabulary());
    }

    /** Reads an output, checks what decoding did not enforce, and says what made it. */
    ItemResult read(ExtractionTask task, WorkItem item, OutputForm form, int promptTokens, Generated generated) {
        String text = tokenizer.decode(generated.tokens()).strip();
        if (text.length() > MOST_CHARACTERS) {
            return invalid(
                    item,
                    "the output has %d characters, the limit is %d: lower max_output_tokens (%d)"
                            .formatted(text.length(), MOST_CHARACTERS, task.maxOutputTokens()));
        }
        if (!task.constrained() || form.checkedAfterwards()) {
            List<String> problems = form.validator().problems(text);
            if (!problems.isEmpty()) {
                return invalid(item, explain(task, generated, problems));
            }
        }
        return new ItemOutput(
                item.position(),
                text,
                generated.truncated(),
                new Usage(
                        promptTokens,
                        generated.tokens().length,
                        generated.steps(),
                        generated.time().toNanos() / NANOS),
                new Provenance(
                        pool.model(),
                        pool.quantization(),
                        task.adapter(),
                        task.schemaHash(),
                        prompts.promptHash(item.instruction())),
                evidence.of(item.input(), text, generated));
    }

    private static ItemFailure invalid(WorkItem item, String message) {
        return new ItemFailure(item.position(), ErrorCode.INVALID_OUTPUT, message);
    }

    private static String explain(ExtractionTask task, Generated generated, List<String> problems) {
        String found = String.join("; ", problems.subList(0, Math.min(problems.size(), MOST_PROBLEMS)));
        if (!task.constrained() && generated.truncated()) {
            return "the free output was cut at max_output_tokens = %d (raise it, or decode constrained): %s"
                    .formatted(task.maxOutputTokens(), found);
        }
        return task.constrained() ? found : found + " (constrained decoding would enforce the schema)";
    }

    /** Names the failure of a generation in the words of the API. */
    static ItemFailure read(WorkItem item, GenerationFailed failed) {
        ErrorCode code =
                switch (failed.reason()) {
                    case TIME_LIMIT -> ErrorCode.TIME_LIMIT;
                    case TOO_LONG -> ErrorCode.ITEM_TOO_LONG;
                    case CANCELLED, ENGINE_ERROR -> ErrorCode.ENGINE_ERROR;
                };
        return new ItemFailure(item.position(), code, failed.message());
    }
}
