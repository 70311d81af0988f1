package dev.winnow.cli.service;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The service's own word on why it refused a request (RFC 9457). */
public final class ServiceProblem extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private static final int REQUEST_TIMEOUT = 408;
    private static final int TOO_MANY_REQUESTS = 429;
    private static final int BAD_GATEWAY = 502;
    private static final int GATEWAY_TIMEOUT = 504;

    private final int status;
    private final String code;
    private final long line;
    private final Duration retryAfter;

    private ServiceProblem(int status, String code, long line, Duration retryAfter, String message) {
        super(message);
        this.status = status;
        this.code = code;
        this.line = line;
        this.retryAfter = retryAfter;
    }

    /**
     * Reads an answer.
     *
     * @param retryAfter the header of that name, empty if there is none
     * @param body null if it is no JSON
     */
    static ServiceProblem of(int status, String retryAfter, @Nullable JsonNode body) {
        Duration pause =
                retryAfter.matches("\\d{1,6}") ? Duration.ofSeconds(Long.parseLong(retryAfter)) : Duration.ZERO;
        if (body == null || !body.hasNonNull("detail")) {
            return new ServiceProblem(status, "", 0, pause, "The service answered with status " + status);
        }
        StringBuilder text = new StringBuilder(body.path("code").asText("problem"));
        text.append(": ").append(body.path("detail").asText());
        append(text, "\n  at: ", body.path("pointer"));
        append(text, "\n  limit: ", body.path("limit"));
        append(text, "\n  remedy: ", body.path("remedy"));
        for (JsonNode part : body.path("problems")) {
            text.append("\n  ").append(part.path("file").asText());
            append(text, " line ", part.path("line"));
            text.append(part.has("line") && part.has("pointer") ? " " : "");
            text.append(part.path("pointer").asText()).append(": ");
            text.append(part.path("detail").asText());
            append(text, "; ", part.path("remedy"));
        }
        return new ServiceProblem(
                status, body.path("code").asText(), body.path("line").asLong(), pause, text.toString());
    }

    private static void append(StringBuilder text, String before, JsonNode value) {
        if (!value.isMissingNode() && !value.isNull()) {
            text.append(before).append(value.asText());
        }
    }

    /** The stable name of the problem, empty if the service gave none. */
    public String code() {
        return code;
    }

    /** The HTTP status. */
    public int status() {
        return status;
    }

    /** The line of the request's body that it is about, from 1; 0 if it names none. */
    public long line() {
        return line;
    }

    /** How long the service asks to be left alone; zero if it does not say. */
    public Duration retryAfter() {
        return retryAfter;
    }

    /** Whether the service, or a proxy before it, cannot take the request just now. */
    public boolean isBusy() {
        return status == TOO_MANY_REQUESTS || (status >= BAD_GATEWAY && status <= GATEWAY_TIMEOUT);
    }

    /** Whether the request was wrong, and will be so again. */
    public boolean isCallersFault() {
        return status >= 400 && status < 500 && status != TOO_MANY_REQUESTS && status != REQUEST_TIMEOUT;
    }
}
