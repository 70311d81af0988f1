package dev.winnow.text.schema;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;

/** {@code $ref}, {@code $dynamicRef} and {@code $recursiveRef}. */
record ReferenceKeyword(String name) implements Keyword {
    @Override
    public List<Variant> fits(Subschema schema, Expansion expansion) {
        return target(schema, expansion)
                .map(target -> expansion.of(Conjunct.of(target)))
                .orElse(List.of(Variant.ANY));
    }

    @Override
    public List<Variant> misfits(Subschema schema, Expansion expansion) {
        return target(schema, expansion)
                .map(target -> expansion.of(Conjunct.of(target).not()))
                .orElse(List.of(Variant.ANY));
    }

    private Optional<Subschema> target(Subschema schema, Expansion expansion) {
        JsonNode reference = schema.node().get(name);
        References references = expansion.document().references();
        Optional<Subschema> target = Optional.empty();
        if (reference.isTextual()) {
            target = switch (name) {
                case "$dynamicRef" -> references.resolveDynamically(schema, reference.textValue());
                case "$recursiveRef" -> references.resolveRecursively(schema);
                default -> references.resolve(schema, reference.textValue());
            };
        }
        if (target.isEmpty()) {
            expansion
                    .findings()
                    .refuse(
                            schema.at(),
                            name,
                            "the reference " + reference + " names nothing in this schema that is known beforehand",
                            "refer to a definition of this schema, \"#/$defs/name\"");
        }
        return target;
    }
}
