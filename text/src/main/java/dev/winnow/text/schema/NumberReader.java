package dev.winnow.text.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads the bounds of numbers, and puts them on the grid of decimals with as many digits as are written. */
final class NumberReader {
    private static final String[] BOUNDS = {"minimum", "exclusiveMinimum", "maximum", "exclusiveMaximum"};

    private final Findings findings;

    NumberReader(Findings findings) {
        this.findings = findings;
    }

    Optional<Shape.NumberShape> read(ObjectNode schema, Location at, boolean integer) {
        @Nullable BigDecimal[] bounds = new BigDecimal[BOUNDS.length];
        boolean sound = true;
        for (int i = 0; i < BOUNDS.length; i++) {
            if (schema.has(BOUNDS[i])) {
                bounds[i] = readBound(schema.get(BOUNDS[i]));
                if (bounds[i] == null) {
                    findings.refuse(at, BOUNDS[i], "it must be a number", "write a number");
                    sound = false;
                } else {
                    findings.enforced(at, BOUNDS[i]);
                }
            }
        }
        return sound ? onGrid(bounds, schema, at, integer) : Optional.empty();
    }

    private static @Nullable BigDecimal readBound(JsonNode value) {
        if (!value.isNumber() || (value.isFloatingPointNumber() && !Double.isFinite(value.doubleValue()))) {
            return null;
        }
        return value.decimalValue().stripTrailingZeros();
    }

    private Optional<Shape.NumberShape> onGrid(
            @Nullable BigDecimal[] bounds, ObjectNode schema, Location at, boolean integer) {
        int scale = integer ? 0 : scale(bounds);
        BigInteger largest = BigInteger.TEN.pow(integerDigits(bounds) + scale).subtract(BigInteger.ONE);
        BigInteger low = largest.negate()
                .max(lowest(bounds[0], largest, scale, false))
                .max(lowest(bounds[1], largest, scale, true));
        BigInteger high = largest.min(
                        lowest(negated(bounds[2]), largest, scale, false).negate())
                .min(lowest(negated(bounds[3]), largest, scale, true).negate());
        if (low.compareTo(high) <= 0) {
            return Optional.of(new Shape.NumberShape(low, high, scale));
        }
        String keyword = Stream.of(BOUNDS).filter(schema::has).findFirst().orElse("type");
        findings.refuse(
                at,
                keyword,
                "no " + (integer ? "integer" : "number") + " with up to " + integerDigits(bounds)
                        + " digits before the point and " + scale + " after it lies within the bounds",
                "widen the bounds");
        return Optional.empty();
    }

    /** The first point of the grid that is not below a bound; far outside it, a point beyond the largest. */
    private static BigInteger lowest(@Nullable BigDecimal bound, BigInteger largest, int scale, boolean exclusive) {
        if (bound == null) {
            return largest.negate();
        }
        if (digitsBeforePoint(bound) > SchemaLimits.MOST_INTEGER_DIGITS) {
            return bound.signum() < 0 ? largest.negate() : largest.add(BigInteger.ONE);
        }
        BigDecimal scaled = bound.movePointRight(scale);
        BigInteger point = scaled.setScale(0, RoundingMode.CEILING).toBigInteger();
        boolean onBound = exclusive && new BigDecimal(point).compareTo(scaled) == 0;
        return onBound ? point.add(BigInteger.ONE) : point;
    }

    private static @Nullable BigDecimal negated(@Nullable BigDecimal bound) {
        return bound == null ? null : bound.negate();
    }

    private static int integerDigits(@Nullable BigDecimal[] bounds) {
        long digits = Stream.of(bounds)
                .filter(Objects::nonNull)
                .mapToLong(NumberReader::digitsBeforePoint)
                .filter(needed -> needed <= SchemaLimits.MOST_INTEGER_DIGITS)
                .max()
                .orElse(0);
        return (int) Math.max(SchemaLimits.INTEGER_DIGITS, digits);
    }

    private static int scale(@Nullable BigDecimal[] bounds) {
        int scale = Stream.of(bounds)
                .filter(Objects::nonNull)
                .mapToInt(BigDecimal::scale)
                .max()
                .orElse(0);
        return Math.min(SchemaLimits.MOST_FRACTION_DIGITS, Math.max(SchemaLimits.FRACTION_DIGITS, scale));
    }

    private static long digitsBeforePoint(BigDecimal bound) {
        return (long) bound.precision() - bound.scale();
    }
}
