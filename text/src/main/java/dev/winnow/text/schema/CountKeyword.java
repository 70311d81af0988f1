package dev.winnow.text.schema;

import java.util.List;

/**
 * A bound on how many characters, items or properties there are.
 *
 * @param isMinimum whether it is the least number, not the most
 * @param between the values of the keyword's type that have so many
 */
record CountKeyword(String name, boolean isMinimum, Between between) implements Keyword {
    private static final int NO_BOUND = Integer.MAX_VALUE;

    /** The values of one type with at least and at most so many. */
    interface Between {
        Variant of(int min, int max);
    }

    @Override
    public List<Variant> fits(Subschema schema, Expansion expansion) {
        int count = count(schema, expansion);
        Variant within = isMinimum ? between.of(count, NO_BOUND) : between.of(0, count);
        return List.of(within.besideOtherTypes());
    }

    @Override
    public List<Variant> misfits(Subschema schema, Expansion expansion) {
        int count = count(schema, expansion);
        if (count == (isMinimum ? 0 : NO_BOUND)) {
            return List.of();
        }
        return List.of(isMinimum ? between.of(0, count - 1) : between.of(count + 1, NO_BOUND));
    }

    private int count(Subschema schema, Expansion expansion) {
        return Counts.read(schema, name, isMinimum ? 0 : NO_BOUND, expansion.findings());
    }
}
