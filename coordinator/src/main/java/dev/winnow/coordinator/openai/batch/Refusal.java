package dev.winnow.coordinator.openai.batch;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.winnow.coordinator.openai.OpenAiError;
import dev.winnow.coordinator.problem.Problem;

/**
 * What the answer to a request would have been that cannot be done.
 *
 * @param status of HTTP
 * @param body JSON: the error object
 */
record Refusal(int status, String body) {
    static Refusal of(Problem problem, ObjectMapper json) {
        try {
            // PostgreSQL's text cannot hold NUL; a JSON writer escapes it.
            return new Refusal(OpenAiError.status(problem), json.writeValueAsString(OpenAiError.of(problem)));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("an error can always be written", e);
        }
    }
}
