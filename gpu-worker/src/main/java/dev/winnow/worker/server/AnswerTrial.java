package dev.winnow.worker.server;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.winnow.text.schema.OutputValidator;
import dev.winnow.worker.extraction.EvidenceReader;
import dev.winnow.worker.server.ChatAnswer.Written;
import java.util.Optional;

/**
 * Answers that nobody asked a server for: {@code winnow bench fuzz} tries what reads them with some that are meant to
 * do harm.
 */
public final class AnswerTrial {
    private static final OutputValidator ANY =
            new OutputValidator(JsonNodeFactory.instance.objectNode().put("type", "object"));

    private AnswerTrial() {}

    /**
     * Reads an answer, and what speaks for the output in it.
     *
     * @param input of the item that was asked about
     * @return whether there is an output
     */
    public static boolean read(int status, byte[] body, String input) {
        ChatAnswer answer = AnswerReader.read(new Reply(status, Optional.empty(), body), "model", false);
        if (answer instanceof Written written && ANY.problems(written.text()).isEmpty()) {
            EvidenceReader.of(input, written.text(), written.tokens());
            return true;
        }
        return false;
    }
}
