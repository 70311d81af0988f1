package dev.winnow.text.schema;

/**
 * What of a value subschemas have looked at, as {@code unevaluatedProperties} and {@code unevaluatedItems} ask.
 *
 * @param names the properties
 * @param items how many items from the first on, {@link Integer#MAX_VALUE} for all
 * @param contained whether also those items that match somewhere, wherever they are
 */
record Evaluated(NameSet names, int items, boolean contained) {
    static final Evaluated NOTHING = new Evaluated(NameSet.NONE, 0, false);

    static Evaluated names(NameSet names) {
        return new Evaluated(names, 0, false);
    }

    static Evaluated items(int count) {
        return new Evaluated(NameSet.NONE, count, false);
    }

    Evaluated or(Evaluated other) {
        if (equals(NOTHING) || other.equals(NOTHING)) {
            return equals(NOTHING) ? other : this;
        }
        return new Evaluated(names.or(other.names), Math.max(items, other.items), contained || other.contained);
    }
}
