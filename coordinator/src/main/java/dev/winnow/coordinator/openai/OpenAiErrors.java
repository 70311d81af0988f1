package dev.winnow.coordinator.openai;

import dev.winnow.coordinator.problem.Problem;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.ext.Provider;
import java.util.UUID;

/**
 * Gives every answer under {@code /v1} its id, and turns every problem there into OpenAI's error object, whoever found
 * it: a resource, the access filter or the framework.
 */
@Provider
public class OpenAiErrors implements ContainerResponseFilter {
    /** The header that names an answer. */
    static final String REQUEST_ID = "x-request-id";

    private static final String SHOULD_RETRY = "x-should-retry";
    private static final int CONFLICT = 409;
    private static final int NOT_IMPLEMENTED = 501;
    private static final int GATEWAY_TIMEOUT = 504;
    private static final int TOO_MANY = 429;

    @Override
    public void filter(ContainerRequestContext request, ContainerResponseContext response) {
        String path = request.getUriInfo().getPath();
        if (!path.equals("/v1") && !path.startsWith("/v1/")) {
            return;
        }
        response.getHeaders().putSingle(REQUEST_ID, WireId.REQUEST.write(UUID.randomUUID()));
        if (response.getEntity() instanceof Problem problem) {
            Problem said = reworded(problem, request.getMethod(), path);
            response.setStatus(OpenAiError.status(said));
            response.setEntity(OpenAiError.of(said), null, MediaType.APPLICATION_JSON_TYPE);
            // The clients try these again by themselves, and would be told the same; or wait as long again.
            if (said.status() == CONFLICT || said.status() == NOT_IMPLEMENTED || said.status() == GATEWAY_TIMEOUT) {
                response.getHeaders().putSingle(SHOULD_RETRY, "false");
            } else if (said.status() == TOO_MANY) {
                response.getHeaders().putSingle(SHOULD_RETRY, "true");
            }
        }
    }

    // The framework's words, and remedies that speak of the native interface.
    private static Problem reworded(Problem problem, String method, String path) {
        String detail =
                switch (problem.code()) {
                    case "not_found" -> "Invalid URL (%s %s)".formatted(method, path);
                    case "method_not_allowed" -> "Not allowed to %s on %s".formatted(method, path);
                    case "unsupported_media_type" -> "%s %s does not take that Content-Type".formatted(method, path);
                    default -> null;
                };
        if (detail == null) {
            return problem;
        }
        return Problem.of(problem.status(), problem.code(), detail)
                .remedy(
                        "Winnow serves /v1/chat/completions, /v1/files, /v1/batches, /v1/fine_tuning/jobs and /v1/models, as"
                                + " docs/reference/openai.md has it, and all that it can do under /api/v1");
    }
}
