package dev.winnow.text.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/** Reads the keywords of strings. Lengths are enforced; patterns and formats are checked when an output is complete. */
final class StringReader {
    private final Findings findings;
    private final Bounds bounds;
    private final Counts counts;

    StringReader(Findings findings, Bounds bounds) {
        this.findings = findings;
        this.bounds = bounds;
        this.counts = new Counts(findings);
    }

    Optional<Shape.StringShape> read(ObjectNode schema, Location at) {
        boolean pattern = readPattern(schema, at);
        boolean format = readFormat(schema, at);
        Optional<Shape.StringShape> shape = counts.read(schema, at, "minLength", "maxLength")
                .flatMap(range -> bounds.within(new Shape.StringShape(range.min(), range.max()), at, "minLength"));
        return pattern && format ? shape : Optional.empty();
    }

    private boolean readPattern(ObjectNode schema, Location at) {
        if (!schema.has("pattern")) {
            return true;
        }
        if (!canRunPattern(schema, at, findings)) {
            return false;
        }
        findings.checkedAfterwards(at, "pattern", "an output that does not match becomes an error");
        return true;
    }

    /** Refuses a pattern that is not run here. */
    static boolean canRunPattern(ObjectNode schema, Location at, Findings findings) {
        JsonNode pattern = schema.get("pattern");
        if (!pattern.isTextual()) {
            findings.refuse(at, "pattern", "it must be a text", "write a regular expression");
            return false;
        }
        try {
            LinearPatterns.compile(pattern.textValue());
            return true;
        } catch (UnreadablePatternException e) {
            findings.refuse(at, "pattern", String.valueOf(e.getMessage()), LinearPatterns.REMEDY);
            return false;
        }
    }

    private boolean readFormat(ObjectNode schema, Location at) {
        if (!schema.has("format")) {
            return true;
        }
        String format = schema.get("format").asText();
        if (Keywords.FORMATS.contains(format)) {
            findings.checkedAfterwards(at, "format", "an output that does not fit becomes an error");
            return true;
        }
        findings.refuse(at, "format", "the format \"" + format + "\" is not known here", "remove it or use a pattern");
        return false;
    }
}
