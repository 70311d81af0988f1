package dev.winnow.coordinator.apidocument;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.media.Schema.SchemaType;
import org.jboss.jandex.AnnotationInstance;
import org.jboss.jandex.ClassInfo;
import org.jboss.jandex.DotName;
import org.jboss.jandex.IndexView;
import org.jboss.jandex.RecordComponentInfo;
import org.jboss.jandex.Type;
import org.jspecify.annotations.Nullable;

/**
 * Says of each property of a record whether it is always there, and whether it may be null: as the component is
 * {@code @Nullable}, and as {@code @JsonInclude} leaves nothing or something out.
 */
final class Nullability {
    private static final DotName NULLABLE = DotName.createSimple("org.jspecify.annotations.Nullable");
    private static final DotName INCLUDE = DotName.createSimple("com.fasterxml.jackson.annotation.JsonInclude");
    private static final DotName NAME = DotName.createSimple("com.fasterxml.jackson.annotation.JsonProperty");
    private static final DotName SCHEMA =
            DotName.createSimple("org.eclipse.microprofile.openapi.annotations.media.Schema");
    private static final SnakeCaseStrategy WIRE = (SnakeCaseStrategy) PropertyNamingStrategies.SNAKE_CASE;

    private final List<ClassInfo> records;

    Nullability(IndexView classes) {
        this.records = classes.getKnownClasses().stream()
                .filter(known -> known.isRecord() && known.name().toString().startsWith("dev.winnow."))
                .toList();
    }

    void complete(OpenAPI document) {
        document.getComponents().getSchemas().forEach((name, schema) -> {
            if (schema.getProperties() != null) {
                records.stream().filter(type -> describes(name, schema, type)).forEach(type -> complete(schema, type));
            }
        });
    }

    // Schemas of the same simple name are told apart by a number, generic ones by their argument.
    private static boolean describes(String name, Schema schema, ClassInfo type) {
        AnnotationInstance own = type.declaredAnnotation(SCHEMA);
        String simple =
                own != null && own.value("name") != null ? own.value("name").asString() : type.simpleName();
        if (!name.startsWith(simple)) {
            return false;
        }
        Set<String> components =
                type.recordComponents().stream().map(Nullability::wireName).collect(Collectors.toSet());
        return schema.getProperties().keySet().containsAll(components)
                && (name.length() == simple.length()
                        || components.size() + 1 >= schema.getProperties().size());
    }

    private static void complete(Schema schema, ClassInfo type) {
        Map<String, Schema> properties = schema.getProperties();
        for (RecordComponentInfo component : type.recordComponents()) {
            String name = wireName(component);
            String include = include(component, type);
            boolean nullable = component.type().annotation(NULLABLE) != null;
            boolean primitive = component.type().kind() == Type.Kind.PRIMITIVE;
            boolean always = include.equals("ALWAYS")
                    || (include.equals("NON_NULL") && !nullable)
                    || (include.equals("NON_EMPTY") && primitive);
            if (always && (schema.getRequired() == null || !schema.getRequired().contains(name))) {
                schema.addRequired(name);
            }
            Schema property = properties.get(name);
            if (nullable && include.equals("ALWAYS") && property != null) {
                schema.addProperty(name, orNull(property));
            }
        }
    }

    private static Schema orNull(Schema property) {
        if (property.getRef() != null) {
            return OASFactory.createSchema()
                    .addAnyOf(property)
                    .addAnyOf(OASFactory.createSchema().addType(SchemaType.NULL));
        }
        // Without a type it may be anything.
        return property.getType() == null || property.getType().contains(SchemaType.NULL)
                ? property
                : property.addType(SchemaType.NULL);
    }

    private static String wireName(RecordComponentInfo component) {
        AnnotationInstance own = find(component, NAME);
        return own != null && own.value() != null && !own.value().asString().isEmpty()
                ? own.value().asString()
                : WIRE.translate(component.name());
    }

    private static String include(RecordComponentInfo component, ClassInfo type) {
        AnnotationInstance own = find(component, INCLUDE);
        AnnotationInstance valid = own != null ? own : type.declaredAnnotation(INCLUDE);
        return valid == null || valid.value() == null ? "ALWAYS" : valid.value().asEnum();
    }

    // What is written on a component goes to what it may stand on: its field, its method or its parameter.
    private static @Nullable AnnotationInstance find(RecordComponentInfo component, DotName name) {
        AnnotationInstance own = component.annotation(name);
        if (own == null) {
            own = component.field().annotation(name);
        }
        return own != null ? own : component.accessor().annotation(name);
    }
}
