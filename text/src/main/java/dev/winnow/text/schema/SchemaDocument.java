package dev.winnow.text.schema;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A schema document: its subschemas, one object for each, and what its references name. Not thread-safe. */
final class SchemaDocument {
    private static final URI NO_BASE = URI.create("");

    private final Subschema root;
    private final Map<String, Subschema> known = new HashMap<>();
    private final Map<URI, Resource> resources = new HashMap<>();
    private final Map<String, Subschema> anchors = new HashMap<>();
    private final Map<String, Set<Subschema>> dynamicAnchors = new HashMap<>();
    private boolean scanned;
    private @Nullable Boolean tracksEvaluation;

    SchemaDocument(JsonNode node) {
        Dialect dialect = Dialect.of(node.path("$schema")).orElse(Dialect.UNNAMED);
        Resource whole = new Resource(NO_BASE, node, Location.ROOT, dialect);
        this.root = open(node, Location.ROOT, whole);
        resources.put(NO_BASE, root.resource());
    }

    Subschema root() {
        return root;
    }

    /** Whether some part of it asks what other parts have looked at. */
    boolean tracksEvaluation() {
        Boolean tracks = tracksEvaluation;
        if (tracks == null) {
            JsonNode node = root.node();
            tracks = node.findValue("unevaluatedProperties") != null || node.findValue("unevaluatedItems") != null;
            tracksEvaluation = tracks;
        }
        return tracks;
    }

    /** The subschema under a keyword. */
    Subschema child(Subschema parent, String keyword) {
        return at(parent.node().path(keyword), parent.at().child(keyword), parent.resource());
    }

    /** The subschema under a keyword and a name. */
    Subschema child(Subschema parent, String keyword, String name) {
        return at(
                parent.node().path(keyword).path(name),
                parent.at().child(keyword).child(name),
                parent.resource());
    }

    /** One of the subschemas that a keyword lists. */
    Subschema child(Subschema parent, String keyword, int index) {
        return at(
                parent.node().path(keyword).path(index),
                parent.at().child(keyword).child(index),
                parent.resource());
    }

    /** A schema that stands nowhere in the document: a value, or what a keyword means. */
    Subschema made(JsonNode node, Location cause) {
        return new Subschema(node, cause, root.resource());
    }

    private Subschema at(JsonNode node, Location place, Resource resource) {
        Subschema before = known.get(place.pointer());
        if (before == null) {
            before = open(node, place, resource);
            known.put(place.pointer(), before);
        }
        return before;
    }

    /** A subschema with an identifier is a resource of its own. */
    private Subschema open(JsonNode node, Location place, Resource outer) {
        Dialect dialect = Dialect.of(node.path("$schema")).orElse(outer.dialect());
        JsonNode id = node.path(dialect.idKeyword());
        boolean alone = dialect.referencesStandAlone() && node.has("$ref");
        if (!id.isTextual() || alone || id.textValue().startsWith("#")) {
            return new Subschema(node, place, outer);
        }
        try {
            URI base = outer.base().resolve(id.textValue().replaceFirst("#.*$", ""));
            return new Subschema(node, place, new Resource(base, node, place, dialect));
        } catch (IllegalArgumentException e) {
            return new Subschema(node, place, outer);
        }
    }

    /** What a reference names; empty if it names nothing within this document. */
    Optional<Subschema> resolve(Subschema from, String reference) {
        int hash = reference.indexOf('#');
        String address = hash < 0 ? reference : reference.substring(0, hash);
        String fragment = hash < 0 ? "" : Fragments.decoded(reference.substring(hash + 1));
        if (fragment == null) {
            return Optional.empty();
        }
        Optional<Resource> resource = address.isEmpty() ? Optional.of(from.resource()) : resource(from, address);
        return resource.flatMap(found -> within(found, fragment));
    }

    private Optional<Resource> resource(Subschema from, String address) {
        scan();
        try {
            URI target = from.resource().base().resolve(address);
            Resource found = resources.get(target);
            return Optional.ofNullable(found).or(() -> metaschema(target));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private Optional<Resource> metaschema(URI address) {
        return Metaschemas.find(address).map(node -> {
            Dialect dialect = Dialect.of(node.path("$schema")).orElse(Dialect.UNNAMED);
            Location place = new Location(address.toString());
            Resource resource = new Resource(address, node, place, dialect);
            resources.put(address, resource);
            index(at(node, place, resource));
            return resource;
        });
    }

    private Optional<Subschema> within(Resource resource, String fragment) {
        if (fragment.isEmpty() || fragment.startsWith("/")) {
            return pointed(resource, fragment);
        }
        scan();
        return Optional.ofNullable(anchors.get(resource.at().pointer() + "#" + fragment));
    }

    private Optional<Subschema> pointed(Resource resource, String pointer) {
        JsonNode node = resource.root();
        Location place = resource.at();
        Subschema found = at(node, place, resource);
        for (String token : Fragments.tokens(pointer)) {
            node = node.isArray() ? Fragments.item(node, token) : node.path(token);
            place = place.child(token);
            if (node.isMissingNode()) {
                return Optional.empty();
            }
            found = at(node, place, found.resource());
        }
        return Optional.of(found);
    }

    /** What a dynamic reference names if it can name one thing only; empty otherwise. */
    Optional<Subschema> resolveDynamically(Subschema from, String reference) {
        Optional<Subschema> target = resolve(from, reference);
        String name = reference.substring(reference.indexOf('#') + 1);
        boolean isDynamic = target.isPresent()
                && target.get().node().path("$dynamicAnchor").asText("").equals(name)
                && !name.isEmpty();
        if (!isDynamic) {
            return target;
        }
        scan();
        Set<Subschema> all = dynamicAnchors.getOrDefault(name, Set.of());
        return all.size() == 1 ? target : Optional.empty();
    }

    /** What {@code $recursiveRef} names if that does not depend on the way there; empty otherwise. */
    Optional<Subschema> resolveRecursively(Subschema from) {
        scan();
        boolean several =
                dynamicAnchors.getOrDefault("$recursiveAnchor", Set.of()).size() > 1;
        Optional<Subschema> target = resolve(from, "#");
        boolean recursive = target.isPresent()
                && target.get().node().path("$recursiveAnchor").asBoolean(false);
        return recursive && several ? Optional.empty() : target;
    }

    /** Finds all identifiers and anchors; done when a reference asks for one. */
    private void scan() {
        if (!scanned) {
            scanned = true;
            index(root);
        }
    }

    private void index(Subschema schema) {
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
            index(child(schema, keyword));
        }
        if (Keywords.HOLDING_LIST.contains(keyword) && value.isArray()) {
            for (int i = 0; i < value.size(); i++) {
                index(child(schema, keyword, i));
            }
        }
        if (Keywords.HOLDING_MAP.contains(keyword) && value.isObject()) {
            value.fieldNames().forEachRemaining(name -> index(child(schema, keyword, name)));
        }
    }
}
