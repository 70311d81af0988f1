package dev.winnow.text.schema;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;

/** Reads keywords that count. */
final class Counts {
    private Counts() {}

    /** The count under a keyword; the other value if it is not there, or is refused. */
    static int read(Subschema schema, String keyword, int otherwise, Findings findings) {
        JsonNode value = schema.node().path(keyword);
        if (value.isMissingNode()) {
            return otherwise;
        }
        // 3.0 is a whole number too.
        boolean finite = value.isNumber() && (!value.isDouble() || Double.isFinite(value.doubleValue()));
        BigDecimal count = finite ? value.decimalValue() : BigDecimal.ONE.negate();
        if (count.signum() < 0 || count.stripTrailingZeros().scale() > 0) {
            findings.refuse(schema.at(), keyword, "it must be a whole number of at least 0", "correct or remove it");
            return otherwise;
        }
        return count.min(BigDecimal.valueOf(Integer.MAX_VALUE)).intValue();
    }
}
