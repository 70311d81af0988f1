package dev.winnow.text.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads the keywords of closed objects. */
final class ObjectReader {
    private final ShapeReader shapes;
    private final Findings findings;
    private final Bounds bounds;

    ObjectReader(ShapeReader shapes, Findings findings, Bounds bounds) {
        this.shapes = shapes;
        this.findings = findings;
        this.bounds = bounds;
    }

    Optional<Shape.ObjectShape> read(ObjectNode schema, Location at) {
        boolean sound = readAdditional(schema, at);
        Optional<Set<String>> required = readRequired(schema, at);
        Optional<List<Shape.Property>> properties = readProperties(schema, at, required.orElse(Set.of()));
        if (!sound || required.isEmpty() || properties.isEmpty()) {
            return Optional.empty();
        }
        return bounds.within(new Shape.ObjectShape(properties.get()), at, "properties");
    }

    private boolean readAdditional(ObjectNode schema, Location at) {
        if (!schema.has("additionalProperties")) {
            return true;
        }
        if (schema.get("additionalProperties").isBoolean()
                && !schema.get("additionalProperties").booleanValue()) {
            findings.enforced(at, "additionalProperties");
            return true;
        }
        findings.refuse(
                at,
                "additionalProperties",
                "outputs have the named properties only",
                "set it to false or leave it out, and name each property under \"properties\"");
        return false;
    }

    private Optional<Set<String>> readRequired(ObjectNode schema, Location at) {
        Set<String> required = new LinkedHashSet<>();
        if (!schema.has("required")) {
            return Optional.of(required);
        }
        JsonNode names = schema.get("required");
        names.forEach(name -> required.add(name.asText()));
        boolean listOfTexts = names.isArray();
        for (JsonNode name : names) {
            listOfTexts &= name.isTextual();
        }
        if (!listOfTexts) {
            findings.refuse(
                    at, "required", "it must be a list of property names", "list the names beside \"properties\"");
            return Optional.empty();
        }
        findings.enforced(at, "required");
        List<String> unnamed = required.stream()
                .filter(name -> !schema.path("properties").has(name))
                .toList();
        if (!unnamed.isEmpty()) {
            findings.refuse(
                    at,
                    "required",
                    "the required " + unnamed + " cannot be there, since \"properties\" does not name them",
                    "add them to \"properties\" or remove them from \"required\"");
            return Optional.empty();
        }
        return Optional.of(required);
    }

    private Optional<List<Shape.Property>> readProperties(ObjectNode schema, Location at, Set<String> required) {
        JsonNode members = schema.path("properties");
        if (!members.isObject() && !members.isMissingNode()) {
            findings.refuse(at, "properties", "it must be an object of schemas", "name each property with its schema");
            return Optional.empty();
        }
        if (members.isMissingNode()) {
            findings.refuseAt(
                    at, "properties", "an object without named properties would always be empty", "add \"properties\"");
            return Optional.empty();
        }
        findings.enforced(at, "properties");
        List<Shape.Property> properties = new ArrayList<>();
        for (Map.Entry<String, JsonNode> member : members.properties()) {
            readProperty(member.getKey(), member.getValue(), at.child("properties"), required)
                    .ifPresent(properties::add);
        }
        return properties.size() < members.size() ? Optional.empty() : Optional.of(properties);
    }

    private Optional<Shape.Property> readProperty(String name, JsonNode schema, Location at, Set<String> required) {
        Location place = at.child(name);
        if (!Texts.usable(name) || name.indexOf('\0') >= 0) {
            findings.refuseAt(place, "properties", Texts.UNUSABLE, "rename the property");
            return Optional.empty();
        }
        return shapes.read(schema, place).map(shape -> new Shape.Property(name, shape, required.contains(name)));
    }
}
