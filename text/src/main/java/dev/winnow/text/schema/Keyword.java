package dev.winnow.text.schema;

import java.util.List;

/** What one keyword of a subschema says, and what says its opposite: each as alternatives, of which one must hold. */
interface Keyword {
    /** The values that the keyword accepts. More than those if it can only be checked; that is then reported. */
    List<Variant> fits(Subschema schema, Expansion expansion);

    /** The values that it does not accept; more than those as above. */
    List<Variant> misfits(Subschema schema, Expansion expansion);
}
