package dev.winnow.coordinator.openai.chat;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.winnow.common.result.ItemFailure;
import dev.winnow.common.result.ItemOutput;
import dev.winnow.coordinator.online.Event;
import dev.winnow.coordinator.online.Waiting;
import dev.winnow.coordinator.openai.OpenAiError;
import dev.winnow.coordinator.problem.Problem;
import dev.winnow.coordinator.problem.ProblemException;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.time.Duration;

/** An answer that goes out in pieces, as it is written. What fails after its first piece is the last piece. */
final class AnswerStream implements StreamingOutput {
    private static final Duration QUIET = Duration.ofSeconds(10);
    private static final byte[] STILL_HERE = ": still here\n\n".getBytes(UTF_8);
    private static final byte[] DONE = "data: [DONE]\n\n".getBytes(UTF_8);

    private final Waiting waiting;
    private final Event first;
    private final Answer answer;
    private final boolean usage;

    /** Takes what was heard already, and all that comes, of one that it closes. */
    AnswerStream(Waiting waiting, Event first, Answer answer, boolean usage) {
        this.waiting = waiting;
        this.first = first;
        this.answer = answer;
        this.usage = usage;
    }

    @Override
    public void write(OutputStream out) throws IOException {
        try (waiting) {
            say(out, answer.first());
            Event event = first;
            while (tell(out, event)) {
                event = waiting.next(QUIET);
            }
        } catch (ProblemException e) {
            say(out, OpenAiError.of(e.problem()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("the coordinator ends");
        }
    }

    /** Tells of an event; false after the last. */
    private boolean tell(OutputStream out, Event event) throws IOException {
        if (event instanceof Event.Text more) {
            say(out, answer.piece(more.text()));
        } else if (event instanceof Event.Quiet) {
            out.write(STILL_HERE);
            out.flush();
        } else if (event instanceof Event.Ended end) {
            end(out, end);
            return false;
        }
        return true;
    }

    private void end(OutputStream out, Event.Ended end) throws IOException {
        if (end.result() instanceof ItemFailure failure) {
            say(out, OpenAiError.of(problem(failure)));
        } else if (end.result() instanceof ItemOutput output) {
            if (!end.rest().isEmpty()) {
                say(out, answer.piece(end.rest()));
            }
            say(out, answer.last(output));
            if (usage) {
                say(out, answer.total(output));
            }
            out.write(DONE);
            out.flush();
        }
    }

    /** Why a request failed at work, in the words in which it would have been refused. */
    static Problem problem(ItemFailure failure) {
        int status =
                switch (failure.code()) {
                    case ITEM_TOO_LONG -> 400;
                    case TIME_LIMIT -> 504;
                    default -> 500;
                };
        return Problem.of(status, failure.code().wireName(), failure.message());
    }

    private void say(OutputStream out, Object piece) throws IOException {
        out.write(("data: " + line(piece) + "\n\n").getBytes(UTF_8));
        out.flush();
    }

    private String line(Object piece) throws JsonProcessingException {
        return answer.json().writeValueAsString(piece);
    }
}
