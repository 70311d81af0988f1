package dev.winnow.text.schema;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.util.Optional;

/** What references within a document name: its subschemas, and the schemas of JSON Schema itself. Not thread-safe. */
final class References {
    private final SchemaDocument document;
    private final Identifiers identifiers;
    private boolean indexed;

    References(SchemaDocument document) {
        this.document = document;
        this.identifiers = new Identifiers(document);
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
        try {
            URI target = from.resource().base().resolve(address);
            return identifiers().resource(target).or(() -> metaschema(target));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private Optional<Resource> metaschema(URI address) {
        return Metaschemas.find(address).map(node -> {
            Dialect dialect = Dialect.of(node.path("$schema")).orElse(Dialect.UNNAMED);
            Location place = new Location(address.toString());
            Resource resource = new Resource(address, node, place, dialect);
            identifiers.put(address, resource);
            identifiers.index(document.at(node, place, resource));
            return resource;
        });
    }

    private Optional<Subschema> within(Resource resource, String fragment) {
        if (fragment.isEmpty() || fragment.startsWith("/")) {
            return pointed(resource, fragment);
        }
        return identifiers().anchored(resource, fragment);
    }

    private Optional<Subschema> pointed(Resource resource, String pointer) {
        JsonNode node = resource.root();
        Location place = resource.at();
        Subschema found = document.at(node, place, resource);
        for (String token : Fragments.tokens(pointer)) {
            node = node.isArray() ? Fragments.item(node, token) : node.path(token);
            place = place.child(token);
            if (node.isMissingNode()) {
                return Optional.empty();
            }
            found = document.at(node, place, found.resource());
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
        return identifiers().countDynamic(name) == 1 ? target : Optional.empty();
    }

    /** What {@code $recursiveRef} names if that does not depend on the way there; empty otherwise. */
    Optional<Subschema> resolveRecursively(Subschema from) {
        boolean several = identifiers().countDynamic("$recursiveAnchor") > 1;
        Optional<Subschema> target = resolve(from, "#");
        boolean recursive = target.isPresent()
                && target.get().node().path("$recursiveAnchor").asBoolean(false);
        return recursive && several ? Optional.empty() : target;
    }

    /** The document's identifiers and anchors, looked for when a reference first asks for one. */
    private Identifiers identifiers() {
        if (!indexed) {
            indexed = true;
            // The document itself, whatever else it calls itself.
            identifiers.put(SchemaDocument.NO_BASE, document.root().resource());
            identifiers.index(document.root());
        }
        return identifiers;
    }
}
