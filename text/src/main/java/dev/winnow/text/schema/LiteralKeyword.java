package dev.winnow.text.schema;

import com.fasterxml.jackson.databind.JsonNode;
import dev.winnow.text.pattern.Language;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** {@code enum} and {@code const}: listed values, each taken apart as if its parts were listed. */
record LiteralKeyword(String name) implements Keyword {
    @Override
    public List<Variant> fits(Subschema schema, Expansion expansion) {
        List<Variant> variants = new ArrayList<>();
        Set<String> texts = new LinkedHashSet<>();
        boolean nullFits = false;
        int booleans = 0;
        for (JsonNode value : values(schema, expansion.findings())) {
            switch (value.getNodeType()) {
                case NULL -> nullFits = true;
                case BOOLEAN -> booleans |= value.booleanValue() ? 2 : 1;
                case STRING -> text(schema, value, expansion.findings(), texts);
                case NUMBER -> number(value).ifPresent(set -> variants.add(Variant.of(set)));
                case ARRAY -> variants.add(Variant.of(array(value, schema, expansion)));
                default -> variants.add(Variant.of(object(value, schema, expansion)));
            }
        }
        StringSet strings = texts.isEmpty() ? null : StringSet.of(Language.of(texts));
        Variant scalars = new Variant(nullFits, booleans, null, strings, null, null, Evaluated.NOTHING);
        if (!scalars.isEmpty()) {
            variants.add(0, scalars);
        }
        return List.copyOf(new LinkedHashSet<>(variants));
    }

    /** Empty for what no output can write. */
    private static Optional<NumberSet> number(JsonNode value) {
        if (value.isDouble() && !Double.isFinite(value.doubleValue())) {
            return Optional.empty();
        }
        return Optional.of(NumberSet.of(value.decimalValue())).filter(set -> !set.isEmpty());
    }

    private List<JsonNode> values(Subschema schema, Findings findings) {
        JsonNode listed = schema.node().get(name);
        if (name.equals("const")) {
            return List.of(listed);
        }
        if (!listed.isArray()) {
            findings.refuse(schema.at(), name, "it must be a list of values", "list the values that are allowed");
            return List.of();
        }
        List<JsonNode> values = new ArrayList<>();
        listed.forEach(values::add);
        return values;
    }

    private void text(Subschema schema, JsonNode value, Findings findings, Set<String> texts) {
        if (Texts.usable(value.textValue())) {
            texts.add(value.textValue());
        } else {
            findings.enforced(schema.at(), name, "left out: " + Texts.UNUSABLE);
        }
    }

    private static ArraySet array(JsonNode value, Subschema cause, Expansion expansion) {
        List<Conjunction> items = new ArrayList<>();
        value.forEach(item -> items.add(Conjunction.of(expansion.constant(item, cause))));
        return ArraySet.of(items, expansion.nothing()).and(ArraySet.counted(items.size(), items.size()));
    }

    private static ObjectSet object(JsonNode value, Subschema cause, Expansion expansion) {
        List<ObjectSet.NameRule> rules = new ArrayList<>();
        Set<String> names = new LinkedHashSet<>();
        for (Map.Entry<String, JsonNode> member : value.properties()) {
            names.add(member.getKey());
            rules.add(new ObjectSet.NameRule(
                    NameSet.of(member.getKey()), Conjunction.of(expansion.constant(member.getValue(), cause))));
        }
        rules.add(new ObjectSet.NameRule(new NameSet(names, List.of(), true), expansion.nothing()));
        return ObjectSet.of(rules).and(ObjectSet.requiring(names));
    }

    @Override
    public List<Variant> misfits(Subschema schema, Expansion expansion) {
        List<JsonNode> values = values(schema, expansion.findings());
        List<Variant> misfits = new ArrayList<>(scalarsBeside(values));
        List<Variant> arrays = List.of(Variant.of(ArraySet.ANY));
        List<Variant> objects = List.of(Variant.of(ObjectSet.ANY));
        for (JsonNode value : values) {
            if (value.isArray()) {
                arrays = expansion.product(arrays, otherArrays(value, schema, expansion));
            } else if (value.isObject()) {
                objects = expansion.product(objects, otherObjects(value, schema, expansion));
            }
        }
        misfits.addAll(arrays);
        misfits.addAll(objects);
        return misfits;
    }

    private static List<Variant> scalarsBeside(List<JsonNode> values) {
        List<Variant> misfits = new ArrayList<>();
        Set<String> texts = new LinkedHashSet<>();
        TreeSet<BigDecimal> numbers = new TreeSet<>();
        boolean nullFits = true;
        int booleans = 3;
        for (JsonNode value : values) {
            nullFits &= !value.isNull();
            booleans &= !value.isBoolean() ? 3 : value.booleanValue() ? 1 : 2;
            if (value.isTextual() && Texts.usable(value.textValue())) {
                texts.add(value.textValue());
            }
            if (value.isNumber() && number(value).isPresent()) {
                numbers.add(value.decimalValue());
            }
        }
        StringSet strings = texts.isEmpty()
                ? StringSet.ANY
                : StringSet.of(Language.of(texts).complement());
        misfits.add(new Variant(
                nullFits, booleans, numbers.isEmpty() ? NumberSet.ANY : null, strings, null, null, Evaluated.NOTHING));
        if (!numbers.isEmpty()) {
            between(numbers).forEach(set -> misfits.add(Variant.of(set)));
        }
        return misfits;
    }

    /** The open intervals that some numbers leave. */
    private static List<NumberSet> between(TreeSet<BigDecimal> numbers) {
        List<NumberSet> intervals = new ArrayList<>();
        @Nullable BigDecimal low = null;
        for (BigDecimal number : numbers) {
            intervals.add(new NumberSet(low, low != null, number, true, List.of(), List.of()));
            low = number;
        }
        intervals.add(new NumberSet(low, true, null, false, List.of(), List.of()));
        return intervals;
    }

    /** Arrays of another length, or with another item at some place. */
    private static List<Variant> otherArrays(JsonNode value, Subschema cause, Expansion expansion) {
        List<Variant> others = new ArrayList<>();
        if (!value.isEmpty()) {
            others.add(Variant.of(ArraySet.counted(0, value.size() - 1)));
        }
        others.add(Variant.of(ArraySet.counted(value.size() + 1, Integer.MAX_VALUE)));
        for (int i = 0; i < value.size(); i++) {
            List<Conjunction> items = new ArrayList<>(java.util.Collections.nCopies(i, Conjunction.ANY));
            items.add(Conjunction.of(expansion.constant(value.get(i), cause).not()));
            others.add(Variant.of(ArraySet.of(items, Conjunction.ANY).and(ArraySet.counted(i + 1, Integer.MAX_VALUE))));
        }
        return others;
    }

    /** Objects that lack a property, have one more, or another value in one. */
    private static List<Variant> otherObjects(JsonNode value, Subschema cause, Expansion expansion) {
        List<Variant> others = new ArrayList<>();
        others.add(Variant.of(ObjectSet.counted(value.size() + 1, Integer.MAX_VALUE)));
        value.properties().stream()
                .sorted(Comparator.comparing(Map.Entry::getKey))
                .forEach(member -> {
                    String name = member.getKey();
                    others.add(Variant.of(PresenceKeywords.without(name, expansion)));
                    others.add(Variant.of(PresenceKeywords.with(
                            name,
                            Conjunction.of(
                                    expansion.constant(member.getValue(), cause).not()))));
                });
        return others;
    }
}
