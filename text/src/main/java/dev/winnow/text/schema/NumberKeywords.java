package dev.winnow.text.schema;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The keywords of numbers. */
final class NumberKeywords {
    private NumberKeywords() {}

    /** The bounds; in draft 4, {@code exclusiveMinimum} and {@code exclusiveMaximum} say how the others are meant. */
    record Bound(String name, boolean isLower, boolean exclusive) implements Keyword {
        @Override
        public List<Variant> fits(Subschema schema, Expansion expansion) {
            return bound(schema, expansion)
                    .map(set -> set.isEmpty()
                            ? Variant.ANY.without(Variant.of(NumberSet.ANY))
                            : Variant.ANY.withNumbers(set))
                    .map(List::of)
                    .orElse(List.of(Variant.ANY));
        }

        @Override
        public List<Variant> misfits(Subschema schema, Expansion expansion) {
            return bound(schema, expansion)
                    .map(set -> set.not().stream().map(Variant::of).toList())
                    .orElse(List.of());
        }

        private Optional<NumberSet> bound(Subschema schema, Expansion expansion) {
            JsonNode value = schema.node().get(name);
            if (exclusive && value.isBoolean() && schema.dialect().until(Dialect.DRAFT_4)) {
                return Optional.empty();
            }
            return number(schema, name, expansion.findings())
                    .map(bound -> set(bound, exclusive || besideExclusive(schema)));
        }

        private boolean besideExclusive(Subschema schema) {
            String beside = isLower ? "exclusiveMinimum" : "exclusiveMaximum";
            JsonNode value = schema.node().path(beside);
            return schema.dialect().until(Dialect.DRAFT_4) && value.isBoolean() && value.booleanValue();
        }

        private NumberSet set(BigDecimal bound, boolean without) {
            @Nullable BigDecimal low = isLower ? bound : null;
            @Nullable BigDecimal high = isLower ? null : bound;
            return new NumberSet(low, isLower && without, high, !isLower && without, List.of(), List.of());
        }
    }

    /** {@code multipleOf}. */
    record MultipleOf() implements Keyword {
        @Override
        public List<Variant> fits(Subschema schema, Expansion expansion) {
            return List.of(divisor(schema, expansion)
                    .map(divisor -> Variant.ANY.withNumbers(
                            new NumberSet(null, false, null, false, List.of(divisor), List.of())))
                    .orElse(Variant.ANY));
        }

        @Override
        public List<Variant> misfits(Subschema schema, Expansion expansion) {
            return divisor(schema, expansion)
                    .map(divisor -> Variant.of(new NumberSet(null, false, null, false, List.of(), List.of(divisor))))
                    .map(List::of)
                    .orElse(List.of());
        }

        private static Optional<BigDecimal> divisor(Subschema schema, Expansion expansion) {
            Optional<BigDecimal> divisor = number(schema, "multipleOf", expansion.findings());
            if (divisor.isPresent() && !NumberSet.isDivisor(divisor.get())) {
                String message = "it must be above 0, with at most 400 digits";
                expansion.findings().refuse(schema.at(), "multipleOf", message, "correct or remove it");
                return Optional.empty();
            }
            return divisor;
        }
    }

    private static Optional<BigDecimal> number(Subschema schema, String keyword, Findings findings) {
        JsonNode value = schema.node().get(keyword);
        if (!value.isNumber()
                || (value.isFloatingPointNumber() && !Double.isFinite(value.doubleValue()) && !value.isBigDecimal())) {
            findings.refuse(schema.at(), keyword, "it must be a number", "write a number");
            return Optional.empty();
        }
        return Optional.of(value.decimalValue().stripTrailingZeros());
    }
}
