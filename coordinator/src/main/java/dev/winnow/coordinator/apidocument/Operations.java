package dev.winnow.coordinator.apidocument;

import java.util.ArrayList;
import java.util.List;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.PathItem;
import org.eclipse.microprofile.openapi.models.media.Schema.SchemaType;
import org.eclipse.microprofile.openapi.models.parameters.Parameter;

/** The operations of a document, each with its path. */
final class Operations {
    private Operations() {}

    static List<PathOperation> of(OpenAPI document) {
        List<PathOperation> all = new ArrayList<>();
        document.getPaths().getPathItems().forEach((path, item) -> item.getOperations()
                .forEach((method, operation) -> all.add(new PathOperation(path, method, operation))));
        return all;
    }

    /** An operation where it stands. */
    record PathOperation(String path, PathItem.HttpMethod method, Operation operation) {
        /** Whether it is one of those that clients of OpenAI call. */
        boolean openAi() {
            return path.startsWith("/v1/");
        }

        boolean named() {
            return path.contains("{");
        }

        boolean sends() {
            return operation.getRequestBody() != null;
        }

        /** Whether a name in its path is more than an id or a number, which are found or not. */
        boolean parsesNames() {
            return parameters(Parameter.In.PATH).stream()
                    .anyMatch(parameter -> parameter.getSchema() == null
                            || (parameter.getSchema().getRef() == null
                                    && parameter.getSchema().getType() != null
                                    && parameter.getSchema().getType().contains(SchemaType.STRING)));
        }

        /** The names in its path. */
        List<String> names() {
            return parameters(Parameter.In.PATH).stream()
                    .map(Parameter::getName)
                    .toList();
        }

        List<Parameter> parameters(Parameter.In where) {
            return operation.getParameters() == null
                    ? List.of()
                    : operation.getParameters().stream()
                            .filter(parameter -> parameter.getIn() == where)
                            .toList();
        }
    }
}
