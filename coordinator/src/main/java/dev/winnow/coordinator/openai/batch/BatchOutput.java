package dev.winnow.coordinator.openai.batch;

import dev.winnow.common.result.ErrorCode;
import dev.winnow.coordinator.database.Sql;
import dev.winnow.coordinator.openai.WireId;
import dev.winnow.coordinator.openai.file.Files;
import dev.winnow.coordinator.openai.file.Purpose;
import dev.winnow.coordinator.openai.file.WrittenFile;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Writes a batch's output and error files, a page of results at a time, in the transaction in which it is over: the
 * files are there whole or not at all, whoever dies over it. Thread-safe.
 */
@Singleton
class BatchOutput {
    private static final int PAGE = 200;

    private static final String EXPIRED = "batch_expired";

    private static final String NEXT = """
            select l.line, l.custom_id, g.model_name, coalesce(l.status, g.status) as status,
                   coalesce(l.error, g.error) as error, r.output, coalesce(r.truncated, false) as truncated,
                   r.error_code, r.error_message, r.input_tokens, r.output_tokens, r.made_by, r.evidence, r.recorded_at
            from openai_batch_line l
            left join openai_batch_group g on g.batch_id = l.batch_id and g.number = l.group_number
            left join result r on r.job_id = g.job and r.position = l.position
            where l.batch_id = ? and l.line > ? order by l.line limit ?""";

    private static final String DONE = """
            update openai_batch set completed = ?, failed = ?, input_tokens = ?, output_tokens = ?, output_file = ?,
                   error_file = ? where id = ?""";

    private final Files files;
    private final OutputLines lines;
    private final Clock clock;

    BatchOutput(Files files, OutputLines lines, Clock clock) {
        this.files = files;
        this.lines = lines;
        this.clock = clock;
    }

    /**
     * Writes what there is.
     *
     * @param cancelled whether the user has given it up
     * @return whether the batch's state has changed
     */
    boolean run(Sql sql, Batch batch, boolean cancelled) throws SQLException {
        Writing writing = new Writing(sql, batch, cancelled);
        UUID output;
        UUID errors;
        try {
            int after = 0;
            for (List<AnsweredLine> page = page(sql, batch, after); !page.isEmpty(); page = page(sql, batch, after)) {
                for (AnsweredLine line : page) {
                    writing.write(line);
                    after = line.number();
                }
            }
            output = writing.output.finish();
            errors = writing.errors.finish();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        sql.update(
                DONE,
                writing.completed,
                writing.failed,
                writing.inputTokens,
                writing.outputTokens,
                output,
                errors,
                batch.id());
        sql.update("delete from openai_batch_line where batch_id = ?", batch.id());
        return writing.end().happen(sql, batch.id(), clock.instant());
    }

    private static List<AnsweredLine> page(Sql sql, Batch batch, int after) throws SQLException {
        return sql.query(NEXT, AnsweredLine::read, batch.id(), after, PAGE);
    }

    /** What has been written of one batch. */
    private final class Writing {
        private final Batch batch;
        private final boolean cancelled;
        private final WrittenFile output;
        private final WrittenFile errors;
        private int completed;
        private int failed;
        private long inputTokens;
        private long outputTokens;
        private boolean expired;

        Writing(Sql sql, Batch batch, boolean cancelled) {
            this.batch = batch;
            this.cancelled = cancelled;
            this.output = file(sql, "_output.jsonl");
            this.errors = file(sql, "_error.jsonl");
        }

        private WrittenFile file(Sql sql, String ending) {
            String name = WireId.BATCH.write(batch.id()) + ending;
            return files.write(sql, batch.tenant(), Purpose.BATCH_OUTPUT, name, batch.outputSeconds());
        }

        void write(AnsweredLine line) throws IOException {
            AnsweredLine.Result result = line.result();
            if (result != null && result.output() != null) {
                completed++;
                inputTokens += result.inputTokens();
                outputTokens += result.outputTokens();
                output.line(lines.answered(batch.id(), line, result, result.output()));
                return;
            }
            failed++;
            errors.line(failure(line, result));
        }

        private byte[] failure(AnsweredLine line, AnsweredLine.@Nullable Result result) throws IOException {
            if (line.status() != null && line.error() != null) {
                return lines.refused(batch.id(), line, line.status(), line.error());
            }
            String code = result == null ? null : result.errorCode();
            if (result != null && code != null && !code.equals(ErrorCode.DEADLINE_PASSED.wireName())) {
                return lines.failed(batch.id(), line, code, String.valueOf(result.errorMessage()));
            }
            if (cancelled) {
                return lines.leftOut(
                        batch.id(),
                        line,
                        "batch_cancelled",
                        "The batch was cancelled before this request was executed.");
            }
            if (code != null || !clock.instant().isBefore(batch.expiresAt())) {
                expired = true;
                return lines.leftOut(
                        batch.id(),
                        line,
                        EXPIRED,
                        "This request could not be executed before the completion window expired.");
            }
            return lines.leftOut(
                    batch.id(),
                    line,
                    "job_cancelled",
                    "The extraction job of this request was cancelled or deleted by itself.");
        }

        BatchEvent end() {
            if (cancelled) {
                return BatchEvent.CANCELLED_ALL;
            }
            return expired ? BatchEvent.EXPIRE : BatchEvent.COMPLETE;
        }
    }
}
