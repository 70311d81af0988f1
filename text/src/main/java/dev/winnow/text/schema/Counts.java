package dev.winnow.text.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.Optional;

/** Reads pairs of keywords that bound a count from both sides. */
final class Counts {
    private final Findings findings;

    Counts(Findings findings) {
        this.findings = findings;
    }

    /** How many there may be; {@link Integer#MAX_VALUE} means no upper bound. */
    record Range(int min, int max) {}

    Optional<Range> read(ObjectNode schema, Location at, String minKeyword, String maxKeyword) {
        Optional<Integer> min = readCount(schema, at, minKeyword, 0);
        Optional<Integer> max = readCount(schema, at, maxKeyword, Integer.MAX_VALUE);
        if (min.isEmpty() || max.isEmpty()) {
            return Optional.empty();
        }
        if (min.get() > max.get()) {
            findings.refuse(
                    at,
                    minKeyword,
                    minKeyword + " " + min.get() + " is above " + maxKeyword + " " + max.get() + ": no value fits",
                    "lower " + minKeyword + " or raise " + maxKeyword);
            return Optional.empty();
        }
        return Optional.of(new Range(min.get(), max.get()));
    }

    private Optional<Integer> readCount(ObjectNode schema, Location at, String keyword, int otherwise) {
        if (!schema.has(keyword)) {
            return Optional.of(otherwise);
        }
        JsonNode value = schema.get(keyword);
        // 3.0 is a whole number too.
        BigDecimal count = value.isNumber() ? value.decimalValue() : BigDecimal.ONE.negate();
        if (count.signum() < 0 || count.stripTrailingZeros().scale() > 0) {
            findings.refuse(at, keyword, "it must be a whole number of at least 0", "correct or remove it");
            return Optional.empty();
        }
        findings.enforced(at, keyword);
        return Optional.of(count.min(BigDecimal.valueOf(Integer.MAX_VALUE)).intValue());
    }
}
