package dev.winnow.coordinator.apidocument;

import dev.winnow.coordinator.apidocument.Operations.PathOperation;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.PathItem;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;

/** Leads from what makes something to all that can be done with it. */
final class Links {
    private static final String BODY = "$response.body#/";

    /** What makes things, by the field that names one. */
    private static final List<Maker> MAKERS = List.of(
            new Maker("POST /api/v1/extractions", "/api/v1/extractions/{", "id"),
            new Maker("POST /api/v1/extractions/{id}/reextract", "/api/v1/extractions/{", "id"),
            new Maker("POST /api/v1/adapters", "/api/v1/adapters/{", "adapter"),
            new Maker("PUT /api/v1/adapter-aliases/{alias}", "/api/v1/adapter-aliases/{", "alias"),
            new Maker("POST /api/v1/datasets", "/api/v1/datasets/{", "dataset"),
            new Maker("POST /api/v1/evaluations", "/api/v1/evaluations/{", "id"),
            new Maker("POST /api/v1/keys", "/api/v1/keys/{", "id"),
            new Maker("POST /api/v1/schedules", "/api/v1/schedules/{", "name"),
            new Maker("POST /api/v1/trainings", "/api/v1/trainings/{", "id"),
            new Maker("POST /api/v1/trials", "/api/v1/trials/{", "id"),
            new Maker("POST /api/v1/webhooks", "/api/v1/webhooks/{", "id"),
            new Maker("POST /v1/batches", "/v1/batches/{", "id"),
            new Maker("POST /v1/files", "/v1/files/{", "id"),
            new Maker("POST /v1/fine_tuning/jobs", "/v1/fine_tuning/jobs/{", "id"));

    /** What takes the name of a thing in its body, by what makes the thing. */
    private static final List<Use> USES = List.of(
            new Use("POST /api/v1/datasets", "POST /api/v1/trainings", Map.of("dataset", field("dataset"))),
            new Use("POST /api/v1/datasets", "POST /api/v1/evaluations", Map.of("dataset", field("dataset"))),
            new Use("POST /api/v1/datasets", "POST /api/v1/trials", Map.of("dataset", field("dataset"))),
            new Use(
                    "POST /api/v1/adapters",
                    "PUT /api/v1/adapter-aliases/{alias}",
                    Map.of("adapter", field("adapter"))),
            new Use("POST /v1/files", "POST /v1/batches", Map.of("input_file_id", field("id"))),
            new Use("POST /v1/files", "POST /v1/fine_tuning/jobs", Map.of("training_file", field("id"))));

    private Links() {}

    private static String field(String name) {
        return "{" + BODY + name + "}";
    }

    static void complete(OpenAPI document) {
        List<PathOperation> all = Operations.of(document);
        for (Maker maker : MAKERS) {
            for (APIResponse made : successes(all, maker.route())) {
                all.stream()
                        .filter(each -> each.path().startsWith(maker.prefix()))
                        .filter(each -> each.names().size() == 1)
                        .forEach(each -> made.addLink(
                                each.operation().getOperationId(),
                                OASFactory.createLink()
                                        .operationId(each.operation().getOperationId())
                                        .addParameter(each.names().get(0), BODY + maker.field())));
            }
        }
        for (Use use : USES) {
            PathOperation user = find(all, use.user()).orElseThrow();
            for (APIResponse made : successes(all, use.route())) {
                made.addLink(
                        user.operation().getOperationId(),
                        OASFactory.createLink()
                                .operationId(user.operation().getOperationId())
                                .requestBody(use.body()));
            }
        }
    }

    private static List<APIResponse> successes(List<PathOperation> all, String route) {
        return find(all, route)
                .orElseThrow(() -> new IllegalStateException("there is no " + route))
                .operation()
                .getResponses()
                .getAPIResponses()
                .entrySet()
                .stream()
                .filter(entry -> entry.getKey().startsWith("2"))
                .map(Map.Entry::getValue)
                .toList();
    }

    private static Optional<PathOperation> find(List<PathOperation> all, String route) {
        return all.stream()
                .filter(each -> route.equals(name(each.method()) + " " + each.path()))
                .findFirst();
    }

    private static String name(PathItem.HttpMethod method) {
        return method.name();
    }

    /**
     * What makes something.
     *
     * @param prefix of the paths of what is made
     * @param field of the answer that names it
     */
    private record Maker(String route, String prefix, String field) {}

    /**
     * What uses something that was made.
     *
     * @param route what makes it
     * @param user what uses it
     * @param body how its name stands in the body
     */
    private record Use(String route, String user, Map<String, Object> body) {
        private Use {
            body = Map.copyOf(body);
        }
    }
}
