package dev.winnow.text.schema;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.function.BiFunction;

/** Follows references within one document: {@code #}, and {@code #/} with a JSON pointer. */
final class References {
    private static final String REMEDY = "refer to a definition of this schema, \"#/$defs/name\"";

    private final JsonNode document;
    private final Findings findings;
    private final Deque<String> open = new ArrayDeque<>();

    References(JsonNode document, Findings findings) {
        this.document = document;
        this.findings = findings;
    }

    /** Reads what a reference names; empty if it names nothing, or something that contains the reference. */
    Optional<Shape> follow(JsonNode reference, Location at, BiFunction<JsonNode, Location, Optional<Shape>> read) {
        String text = reference.asText();
        if (!reference.isTextual() || !text.startsWith("#")) {
            findings.refuse(at, "$ref", "the reference " + reference + " leaves this schema", REMEDY);
            return Optional.empty();
        }
        String pointer = text.substring(1);
        JsonNode target = pointer.isEmpty() || pointer.startsWith("/")
                ? document.at(JsonPointer.compile(pointer))
                : document.path("no anchors");
        if (target.isMissingNode()) {
            findings.refuse(at, "$ref", "the reference " + reference + " names nothing", REMEDY);
            return Optional.empty();
        }
        if (open.contains(pointer) || pointer.isEmpty() || at.pointer().startsWith(pointer + "/")) {
            findings.refuse(
                    at,
                    "$ref",
                    "the reference " + reference + " is recursive, which is not supported",
                    "write the levels that you need one within the other");
            return Optional.empty();
        }
        open.push(pointer);
        try {
            return read.apply(target, new Location(pointer));
        } finally {
            open.pop();
        }
    }
}
