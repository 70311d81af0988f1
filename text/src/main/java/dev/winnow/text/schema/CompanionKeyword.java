package dev.winnow.text.schema;

import java.util.List;

/** What says something only through the keyword beside it. */
record CompanionKeyword() implements Keyword {
    @Override
    public List<Variant> fits(Subschema schema, Expansion expansion) {
        return List.of(Variant.ANY);
    }

    @Override
    public List<Variant> misfits(Subschema schema, Expansion expansion) {
        return List.of();
    }
}
