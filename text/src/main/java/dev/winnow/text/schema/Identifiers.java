package dev.winnow.text.schema;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What the subschemas of a document are named: the addresses of resources, and anchors within them. Not thread-safe.
 */
final class Identifiers {
    private final SchemaDocument document;
    private final Map<URI, Resource> resources = new HashMap<>();
    private final Map<String, Subschema> anchors = new HashMap<>();
    private final Map<String, Set<Subschema>> dynamicAnchors = new HashMap<>();

    Identifiers(SchemaDocument document) {
        this.document = document;
    }

    /** The resource with an address. */
    Optional<Resource> resource(URI address) {
        return Optional.ofNullable(resources.get(address));
    }

    /** The subschema that has such an anchor within a resource. */
    Optional<Subschema> anchored(Resource resource, String name) {
        return Optional.ofNullable(anchors.get(resource.at().pointer() + "#" + name));
    }

    /** How many subschemas a dynamic reference may mean by a name. */
    int countDynamic(String name) {
        return dynamicAnchors.getOrDefault(name, Set.of()).size();
    }

    /** Names a resource by an address that it need not have itself. */
    void put(URI address, Resource resource) {
        resources.put(address, resource);
    }

    /** Takes in what a schema and all within it are named. */
    void index(Subschema schema) {
        JsonNode node = schema.node();
        if (!node.isObject()) {
            return;
        }
        Resource resource = schema.resource();
        if (resource.at().equals(schema.at())) {
            resources.putIfAbsent(resource.base(), resource);
        }
        JsonNode id = node.path(resource.dialect().idKeyword());
        if (id.isTextual() && id.textValue().startsWith("#")) {
            anchor(resource, id.textValue().substring(1), schema);
        }
        for (String keyword : Set.of("$anchor", "$dynamicAnchor")) {
            if (node.path(keyword).isTextual()) {
                anchor(resource, node.get(keyword).textValue(), schema);
            }
        }
        if (node.path("$dynamicAnchor").isTextual()) {
            dynamicAnchor(node.get("$dynamicAnchor").textValue(), schema);
        }
        if (node.path("$recursiveAnchor").asBoolean(false)) {
            dynamicAnchor("$recursiveAnchor", schema);
        }
        for (Map.Entry<String, JsonNode> member : node.properties()) {
            indexMember(schema, member.getKey(), member.getValue());
        }
    }

    private void anchor(Resource resource, String name, Subschema schema) {
        anchors.putIfAbsent(resource.at().pointer() + "#" + name, schema);
    }

    private void dynamicAnchor(String name, Subschema schema) {
        dynamicAnchors.computeIfAbsent(name, key -> new HashSet<>()).add(schema);
    }

    private void indexMember(Subschema schema, String keyword, JsonNode value) {
        if (Keywords.HOLDING_ONE.contains(keyword) && value.isObject()) {
            index(document.child(schema, keyword));
        }
        if (Keywords.HOLDING_LIST.contains(keyword) && value.isArray()) {
            for (int i = 0; i < value.size(); i++) {
                index(document.child(schema, keyword, i));
            }
        }
        if (Keywords.HOLDING_MAP.contains(keyword) && value.isObject()) {
            value.fieldNames().forEachRemaining(name -> index(document.child(schema, keyword, name)));
        }
    }
}
