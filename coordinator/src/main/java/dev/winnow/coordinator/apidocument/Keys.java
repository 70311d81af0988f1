package dev.winnow.coordinator.apidocument;

import dev.winnow.coordinator.apidocument.Operations.PathOperation;
import java.util.List;
import java.util.Locale;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.security.SecurityScheme;
import org.jboss.jandex.AnnotationInstance;
import org.jboss.jandex.ClassInfo;
import org.jboss.jandex.DotName;
import org.jboss.jandex.IndexView;
import org.jspecify.annotations.Nullable;

/** Says of each operation which scope its key must have, as {@code @Needs} has it. */
final class Keys {
    /** The only way in that the document tells of: a session is the dashboard's own. */
    static final String SCHEME = "key";

    private static final DotName NEEDS = DotName.createSimple("dev.winnow.coordinator.access.Needs");

    private final IndexView classes;

    Keys(IndexView classes) {
        this.classes = classes;
    }

    void complete(OpenAPI document) {
        document.getComponents()
                .addSecurityScheme(
                        SCHEME,
                        OASFactory.createSecurityScheme()
                                .type(SecurityScheme.Type.HTTP)
                                .scheme("bearer")
                                .description("An API key: Authorization: Bearer wk_..."));
        for (PathOperation each : Operations.of(document)) {
            String scope = scope(String.valueOf(each.operation().getOperationId()));
            if (scope != null) {
                each.operation()
                        .addSecurityRequirement(
                                OASFactory.createSecurityRequirement().addScheme(SCHEME, List.of(scope)));
            }
        }
    }

    // An operation's id is the names of its class and its method.
    private @Nullable String scope(String operationId) {
        int bar = operationId.indexOf('_');
        String type = operationId.substring(0, Math.max(0, bar));
        String method = operationId.substring(bar + 1);
        ClassInfo resource = classes.getKnownClasses().stream()
                .filter(known -> known.name().toString().startsWith("dev.winnow."))
                .filter(known -> type.equals(known.simpleName()))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no class has the operation " + operationId));
        return scope(resource, method);
    }

    private static @Nullable String scope(ClassInfo type, String method) {
        AnnotationInstance needs = type.methods().stream()
                .filter(known -> known.name().equals(method) && known.hasAnnotation(NEEDS))
                .map(known -> known.annotation(NEEDS))
                .findFirst()
                .orElseGet(() -> type.declaredAnnotation(NEEDS));
        return needs == null ? null : needs.value().asEnum().toLowerCase(Locale.ROOT);
    }
}
