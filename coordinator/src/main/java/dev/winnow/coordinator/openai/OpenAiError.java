package dev.winnow.coordinator.openai;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.winnow.coordinator.problem.Problem;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * What went wrong, as OpenAI's clients read it: {@code {"error": {"message", "type", "param", "code"}}}.
 *
 * @param error the only field
 */
@Schema(name = "OpenAiError")
public record OpenAiError(Detail error) {
    private static final int UNPROCESSABLE = 422;
    private static final int BAD_REQUEST = 400;

    /**
     * The error.
     *
     * @param message what is wrong, and what to do about it
     * @param type the kind: {@code invalid_request_error}, {@code rate_limit_error} or {@code server_error}
     * @param param the field of the request, with dots between
     * @param code the stable name
     */
    @JsonInclude(JsonInclude.Include.ALWAYS)
    public record Detail(
            String message,
            String type,
            @Nullable String param,
            @Nullable String code) {}

    /** The same in the words of this interface. */
    public static OpenAiError of(Problem problem) {
        String remedy = problem.remedy() == null ? "" : "; " + problem.remedy();
        return new OpenAiError(
                new Detail(problem.detail() + remedy, type(problem.status()), param(problem.pointer()), code(problem)));
    }

    /** The status of a problem here: what a request says wrongly is a 400, as OpenAI has it. */
    public static int status(Problem problem) {
        return problem.status() == UNPROCESSABLE ? BAD_REQUEST : problem.status();
    }

    private static String type(int status) {
        if (status == 429) {
            return "rate_limit_error";
        }
        return status >= 500 ? "server_error" : "invalid_request_error";
    }

    // Clients know these two by OpenAI's names.
    private static String code(Problem problem) {
        return switch (problem.code()) {
            case "unknown_key", "missing_key" -> "invalid_api_key";
            case "item_too_long" -> "context_length_exceeded";
            default -> problem.code();
        };
    }

    private static @Nullable String param(@Nullable String pointer) {
        if (pointer == null || pointer.length() < 2) {
            return null;
        }
        return pointer.substring(1).replace('/', '.').replace("~1", "/").replace("~0", "~");
    }
}
