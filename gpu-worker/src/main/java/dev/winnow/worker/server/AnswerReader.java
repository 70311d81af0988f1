package dev.winnow.worker.server;

import com.fasterxml.jackson.databind.JsonNode;
import dev.winnow.common.result.ErrorCode;
import dev.winnow.worker.extraction.WrittenTokens;
import dev.winnow.worker.server.ChatAnswer.Refused;
import dev.winnow.worker.server.ChatAnswer.Troubled;
import dev.winnow.worker.server.ChatAnswer.Written;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpConnectTimeoutException;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads what servers answer, each in its own words. */
final class AnswerReader {
    // llama.cpp: exceed_context_size_error; vLLM, SGLang, OpenAI: sentences about the context length.
    private static final Pattern TOO_LONG = Pattern.compile(
            "exceed_context_size|context_length_exceeded|context (length|size|window)|longer than the model",
            Pattern.CASE_INSENSITIVE);

    private AnswerReader() {}

    /**
     * Reads an answer.
     *
     * @param adapted whether the request named an adapter
     */
    static ChatAnswer read(Reply reply, String model, boolean adapted) {
        int status = reply.status();
        String said = "the server answered %d: %s".formatted(status, message(reply.body()));
        if (status == 200) {
            return written(reply, model, adapted);
        }
        if (status == 401 || status == 403) {
            return new Troubled(said + "; WINNOW_SERVER_API_KEY is the key", reply.retryAfter(), false);
        }
        if (status == 404 && adapted) {
            return new Refused(ErrorCode.ENGINE_ERROR, said + "; load the adapter as '" + model + "' at the server");
        }
        if (status == 404 || status == 408 || status == 429 || status / 100 == 3) {
            return new Troubled(said, reply.retryAfter(), false);
        }
        if (status / 100 == 4) {
            boolean tooLong = TOO_LONG.matcher(reply.body()).find();
            return new Refused(tooLong ? ErrorCode.ITEM_TOO_LONG : ErrorCode.ENGINE_ERROR, said);
        }
        boolean absent = status == 502 || status == 503 || status == 504;
        return new Troubled(said, reply.retryAfter(), !absent);
    }

    /** Reads a failure: no answer came, or half of one. */
    static ChatAnswer read(Throwable failure) {
        // Without a connection the item was not even there.
        boolean sent = !(failure instanceof ConnectException || failure instanceof HttpConnectTimeoutException);
        return new Troubled(
                "the server does not answer (%s)".formatted(Failures.reason(failure)), Optional.empty(), sent);
    }

    private static ChatAnswer written(Reply reply, String model, boolean adapted) {
        try {
            JsonNode answer = Json.object(reply.body());
            JsonNode choice = answer.path("choices").path(0);
            JsonNode message = choice.path("message");
            if (message.path("refusal").isTextual()) {
                return new Refused(
                        ErrorCode.INVALID_OUTPUT,
                        "the model refused: "
                                + Json.shortened(message.get("refusal").asText()));
            }
            String made = answer.path("model").asText(model);
            // Of bare models some tell a version of the name that was asked for.
            if (adapted && !made.equals(model)) {
                return new Refused(
                        ErrorCode.ENGINE_ERROR,
                        "asked for the model '%s', the server answered with '%s': it does not have the one, or does not tell models apart"
                                .formatted(model, made));
            }
            String text = message.path("content").asText("");
            JsonNode usage = answer.path("usage");
            return new Written(
                    text.strip(),
                    choice.path("finish_reason").asText().equals("length"),
                    Math.max(0, usage.path("prompt_tokens").asInt()),
                    Math.max(0, usage.path("completion_tokens").asInt()),
                    tokens(choice.path("logprobs").path("content")));
        } catch (IOException e) {
            return new Troubled(String.valueOf(e.getMessage()), Optional.empty(), true);
        }
    }

    /** The tokens, if they are told whole. */
    private static WrittenTokens tokens(JsonNode told) {
        int[] ends = new int[told.size()];
        float[] logProbabilities = new float[told.size()];
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int i = 0; i < ends.length; i++) {
            JsonNode token = told.get(i);
            token.path("bytes").forEach(value -> bytes.write(value.asInt()));
            ends[i] = bytes.size();
            logProbabilities[i] = (float) Math.min(0, token.path("logprob").asDouble(Double.NaN));
        }
        return ends.length == 0
                ? WrittenTokens.UNKNOWN
                : new WrittenTokens(bytes.toByteArray(), ends, logProbabilities);
    }

    /** What a server says of an error, in any of the forms that are about. */
    private static String message(String body) {
        try {
            JsonNode answer = Json.object(body);
            for (String place : new String[] {"/error/message", "/message", "/detail", "/error"}) {
                JsonNode said = answer.at(place);
                if (said.isTextual()) {
                    return Json.shortened(said.asText());
                }
            }
        } catch (IOException e) {
            return Json.shortened(body); // a proxy's page, perhaps
        }
        return Json.shortened(body);
    }
}
