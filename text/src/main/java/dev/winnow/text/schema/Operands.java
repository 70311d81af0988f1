package dev.winnow.text.schema;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What keywords are given: lists of schemas, objects of schemas, lists of names. What is none of those is refused. */
final class Operands {
    private Operands() {}

    /** The schemas in a list. */
    static List<Conjunct> schemas(Subschema schema, String keyword, Expansion expansion) {
        JsonNode list = schema.node().get(keyword);
        List<Conjunct> parts = new ArrayList<>();
        if (!list.isArray()) {
            expansion.findings().refuse(schema.at(), keyword, "it must be a list of schemas", "list the schemas");
            return parts;
        }
        for (int i = 0; i < list.size(); i++) {
            parts.add(Conjunct.of(expansion.document().child(schema, keyword, i)));
        }
        return parts;
    }

    /** The names in an object of schemas; none where the keyword is missing. */
    static Set<String> members(Subschema schema, String keyword, Expansion expansion) {
        JsonNode members = schema.node().path(keyword);
        Set<String> names = new LinkedHashSet<>();
        if (!members.isObject() && !members.isMissingNode()) {
            expansion
                    .findings()
                    .refuse(
                            schema.at(),
                            keyword,
                            "it must be an object of schemas",
                            "name each property with its schema");
            return names;
        }
        members.fieldNames().forEachRemaining(names::add);
        return names;
    }

    /** The property names in a list, which stands at the keyword or below it. */
    static Set<String> names(Subschema schema, JsonNode list, String keyword, Expansion expansion) {
        Set<String> texts = new LinkedHashSet<>();
        // Draft 3 wrote it beside the property itself, where later drafts see nothing.
        if (list.isBoolean()) {
            expansion.findings().ignored(schema.at(), keyword, "it is no list of names");
            return texts;
        }
        boolean sound = list.isArray();
        for (JsonNode name : list) {
            sound &= name.isTextual();
            texts.add(name.asText());
        }
        if (!sound) {
            expansion.findings().refuse(schema.at(), keyword, "it must be a list of property names", "list the names");
        }
        return texts;
    }
}
