package dev.winnow.worker.server;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.winnow.common.work.ExtractionTask;
import dev.winnow.common.work.Pool;
import dev.winnow.common.work.Sampling;
import dev.winnow.common.work.WorkItem;
import dev.winnow.worker.server.ChatAnswer.Written;
import dev.winnow.worker.server.Verdict.Valid;
import java.time.Duration;
import java.util.Optional;

/**
 * Answers that nobody asked a server for: {@code winnow bench fuzz} tries what reads them with some that are meant to
 * do harm.
 */
public final class AnswerTrial {
    private static final ExtractionTask ANY = new ExtractionTask(
            JsonNodeFactory.instance.objectNode().put("type", "object"),
            "sha256:0",
            null,
            1,
            false,
            Sampling.GREEDY,
            1,
            null);
    private static final OutputJudge JUDGE = new OutputJudge(new Pool("model", "server"), instruction -> "sha256:0");

    private AnswerTrial() {}

    /**
     * Reads an answer, and what speaks for the output in it.
     *
     * @param input of the item that was asked about
     * @return whether there is an output
     */
    public static boolean read(int status, byte[] body, String input) {
        ChatAnswer answer = AnswerReader.read(new Reply(status, Optional.empty(), body), "model", false);
        // Not by judge, which makes a failure of everything: what is looked for is what is thrown.
        return answer instanceof Written written
                && JUDGE.check(ANY, new WorkItem(0, "", input), written, Duration.ZERO) instanceof Valid;
    }
}
