package dev.winnow.text.schema;

import org.jspecify.annotations.Nullable;

/**
 * Values that fit one combination of alternatives, by type; null where no value of the type fits. Immutable.
 *
 * @param booleans bit 0: false, bit 1: true
 * @param evaluated what the subschemas of the combination have looked at
 */
record Variant(
        boolean nullFits,
        int booleans,
        @Nullable NumberSet numbers,
        @Nullable StringSet strings,
        @Nullable ArraySet arrays,
        @Nullable ObjectSet objects,
        Evaluated evaluated) {
    static final Variant ANY =
            new Variant(true, 3, NumberSet.ANY, StringSet.ANY, ArraySet.ANY, ObjectSet.ANY, Evaluated.NOTHING);
    static final Variant NOTHING = new Variant(false, 0, null, null, null, null, Evaluated.NOTHING);
    static final Variant NULL = new Variant(true, 0, null, null, null, null, Evaluated.NOTHING);

    static Variant of(NumberSet numbers) {
        return new Variant(false, 0, numbers, null, null, null, Evaluated.NOTHING);
    }

    static Variant of(StringSet strings) {
        return new Variant(false, 0, null, strings, null, null, Evaluated.NOTHING);
    }

    static Variant of(ArraySet arrays) {
        return new Variant(false, 0, null, null, arrays, null, Evaluated.NOTHING);
    }

    static Variant of(ObjectSet objects) {
        return new Variant(false, 0, null, null, null, objects, Evaluated.NOTHING);
    }

    Variant withNumbers(NumberSet set) {
        return new Variant(nullFits, booleans, set.isEmpty() ? null : set, strings, arrays, objects, evaluated);
    }

    Variant withStrings(StringSet set) {
        return new Variant(nullFits, booleans, numbers, set.isEmpty() ? null : set, arrays, objects, evaluated);
    }

    Variant withArrays(ArraySet set) {
        return new Variant(nullFits, booleans, numbers, strings, set.isEmpty() ? null : set, objects, evaluated);
    }

    Variant withObjects(ObjectSet set) {
        return new Variant(nullFits, booleans, numbers, strings, arrays, set.isEmpty() ? null : set, evaluated);
    }

    Variant withEvaluated(Evaluated now) {
        return new Variant(nullFits, booleans, numbers, strings, arrays, objects, now);
    }

    /** Those, and all values of the types of which there are none. */
    Variant besideOtherTypes() {
        return new Variant(
                true,
                3,
                numbers == null ? NumberSet.ANY : numbers,
                strings == null ? StringSet.ANY : strings,
                arrays == null ? ArraySet.ANY : arrays,
                objects == null ? ObjectSet.ANY : objects,
                evaluated);
    }

    /** Those without the values of a type that this one has. */
    Variant without(Variant types) {
        return new Variant(
                nullFits && !types.nullFits,
                booleans & ~types.booleans,
                types.numbers == null ? numbers : null,
                types.strings == null ? strings : null,
                types.arrays == null ? arrays : null,
                types.objects == null ? objects : null,
                evaluated);
    }

    /**
     * The values of the only type of which something is asked, if no type is ruled out: who lists properties means an
     * object. Otherwise these values.
     */
    Variant ofMeantType() {
        boolean allTypes =
                nullFits && booleans == 3 && numbers != null && strings != null && arrays != null && objects != null;
        Variant meant = new Variant(
                false,
                0,
                NumberSet.ANY.equals(numbers) ? null : numbers,
                StringSet.ANY.equals(strings) ? null : strings,
                ArraySet.ANY.equals(arrays) ? null : arrays,
                ObjectSet.ANY.equals(objects) ? null : objects,
                evaluated);
        return allTypes && meant.types() == 1 ? meant : this;
    }

    private int types() {
        return (numbers == null ? 0 : 1)
                + (strings == null ? 0 : 1)
                + (arrays == null ? 0 : 1)
                + (objects == null ? 0 : 1);
    }

    boolean isEmpty() {
        return !nullFits && booleans == 0 && numbers == null && strings == null && arrays == null && objects == null;
    }

    /** The values that fit both. What is known to be empty is left out. */
    Variant and(Variant other) {
        return new Variant(
                nullFits && other.nullFits,
                booleans & other.booleans,
                both(numbers, other.numbers),
                both(strings, other.strings),
                both(arrays, other.arrays),
                both(objects, other.objects),
                evaluated.or(other.evaluated));
    }

    private static @Nullable NumberSet both(@Nullable NumberSet a, @Nullable NumberSet b) {
        if (a == null || b == null) {
            return null;
        }
        NumberSet both = a.equals(NumberSet.ANY) ? b : a.and(b);
        return both.isEmpty() ? null : both;
    }

    private static @Nullable StringSet both(@Nullable StringSet a, @Nullable StringSet b) {
        if (a == null || b == null) {
            return null;
        }
        StringSet both = a.and(b);
        return both.isEmpty() ? null : both;
    }

    private static @Nullable ArraySet both(@Nullable ArraySet a, @Nullable ArraySet b) {
        if (a == null || b == null) {
            return null;
        }
        ArraySet both = a.and(b);
        return both.isEmpty() ? null : both;
    }

    private static @Nullable ObjectSet both(@Nullable ObjectSet a, @Nullable ObjectSet b) {
        if (a == null || b == null) {
            return null;
        }
        ObjectSet both = a.and(b);
        return both.isEmpty() ? null : both;
    }
}
