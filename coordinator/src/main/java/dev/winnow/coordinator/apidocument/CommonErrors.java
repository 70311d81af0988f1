package dev.winnow.coordinator.apidocument;

import dev.winnow.coordinator.apidocument.Operations.PathOperation;
import java.util.Map;
import java.util.TreeMap;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.media.Content;
import org.eclipse.microprofile.openapi.models.parameters.Parameter;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;
import org.eclipse.microprofile.openapi.models.responses.APIResponses;

/** The errors that any operation of a kind can answer with, and the form of all errors. */
final class CommonErrors {
    private static final String PROBLEM = "application/problem+json";
    // Answered by the server itself, before there is a request.
    private static final String TOO_LONG = "414";
    private static final String JSON = "application/json";

    private CommonErrors() {}

    static void complete(OpenAPI document) {
        for (PathOperation each : Operations.of(document)) {
            APIResponses responses = each.operation().getResponses();
            common(each).forEach((status, description) -> {
                if (!responses.hasAPIResponse(status)) {
                    responses.addAPIResponse(
                            status, OASFactory.createAPIResponse().description(description));
                }
            });
            // The framework's own, for a body that it must read: what it says is no description.
            APIResponse unreadable = responses.getAPIResponse("400");
            if (unreadable != null && "Bad Request".equals(unreadable.getDescription())) {
                unreadable.setDescription("The body cannot be read");
            }
            responses.getAPIResponses().forEach((status, response) -> {
                if (status.compareTo("400") >= 0 && !status.equals(TOO_LONG) && response.getContent() == null) {
                    response.setContent(content(each.openAi()));
                }
            });
            sort(each.operation());
        }
    }

    private static Map<String, String> common(PathOperation each) {
        Map<String, String> common = new TreeMap<>();
        common.put("503", "`database_unavailable`: try again in a moment");
        if (each.operation().getSecurity() != null) {
            common.put("401", "`missing_key`, `unknown_key`");
            common.put("403", "`missing_scope`");
            common.put("429", "`rate_limit_exceeded`: the key has a limit of its own, and Retry-After says when");
        }
        if (each.named()) {
            common.put("404", "There is nothing of that name, or it is another tenant's");
        }
        if (!each.parameters(Parameter.In.QUERY).isEmpty()
                || !each.parameters(Parameter.In.HEADER).isEmpty()) {
            common.put("400", "A parameter is wrong; `pointer` says which");
        }
        boolean read = each.sends() || !each.parameters(Parameter.In.QUERY).isEmpty() || each.parsesNames();
        if (read && !each.openAi()) {
            common.put("422", "Something in the request cannot be kept; `pointer` says what");
        }
        if (each.named() || !each.parameters(Parameter.In.QUERY).isEmpty()) {
            common.put(TOO_LONG, "The URL has more than 4,096 bytes; there is no body");
        }
        if (each.sends()) {
            common.put("400", "The body cannot be read");
            common.put("408", "`upload_stalled`: the body did not come on");
            common.put("413", "The body is too large; `limit` says what it may have");
            common.put("415", "The body has another Content-Type than the operation takes");
        }
        return common;
    }

    private static Content content(boolean openAi) {
        return OASFactory.createContent()
                .addMediaType(
                        openAi ? JSON : PROBLEM,
                        OASFactory.createMediaType()
                                .schema(OASFactory.createSchema()
                                        .ref("#/components/schemas/" + (openAi ? "OpenAiError" : "Problem"))));
    }

    private static void sort(Operation operation) {
        APIResponses sorted = OASFactory.createAPIResponses();
        new TreeMap<>(operation.getResponses().getAPIResponses()).forEach(sorted::addAPIResponse);
        operation.setResponses(sorted);
    }
}
