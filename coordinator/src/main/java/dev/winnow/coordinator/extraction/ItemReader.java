package dev.winnow.coordinator.extraction;

import com.fasterxml.jackson.databind.JsonNode;
import dev.winnow.common.wire.SizeLimits;
import dev.winnow.coordinator.problem.Problem;
import dev.winnow.coordinator.problem.ProblemException;
import dev.winnow.text.html.HtmlText;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reads one item and refuses what no job could do with it. Other fields than its own are ignored. */
final class ItemReader {
    private static final int MOST_BYTES_OF_CHAR = 3;

    private final int idCharacters;

    ItemReader(int idCharacters) {
        this.idCharacters = idCharacters;
    }

    SubmittedItem read(JsonNode node, Place place) {
        if (!node.isObject()) {
            throw refused(place, "invalid_item", "an item must be a JSON object, was " + kind(node))
                    .remedy("write {\"input\": \"...\"}")
                    .exception();
        }
        String input = input(node, place);
        if (input == null || input.isBlank()) {
            throw refused(place, "blank_input", input == null ? "the item has no input" : "the item's input is blank")
                    .remedy("give the document's text as \"input\", or a page as \"html\", or leave the item out")
                    .exception();
        }
        String instruction = text(node, "instruction", place);
        String id = id(node, place);
        requireSize(instruction == null ? input : instruction + input, place);
        return new SubmittedItem(id, instruction == null || instruction.isBlank() ? null : instruction, input, place);
    }

    /** The document: a text as it is, of a page what its reader sees. */
    private static @Nullable String input(JsonNode node, Place place) {
        String input = text(node, "input", place);
        String html = text(node, "html", place);
        if (html == null) {
            return input;
        }
        if (input != null) {
            throw refused(place, "input_and_html", "the item has both an input and html")
                    .remedy("leave one of them out")
                    .exception();
        }
        if (html.length() > HtmlText.MOST_CHARACTERS) {
            throw place.mark(Problem.of(
                            413,
                            "html_too_large",
                            "the item's html has %d characters, the limit is %d"
                                    .formatted(html.length(), HtmlText.MOST_CHARACTERS)))
                    .limit(HtmlText.MOST_CHARACTERS)
                    .remedy("leave out scripts and styles, or give the page's text as \"input\"")
                    .exception();
        }
        return HtmlText.of(html);
    }

    /** The id of an item that may be refused, or null if it has none that could be used. */
    @Nullable
    String idOf(JsonNode node) {
        try {
            return id(node, new Place.Pointer(""));
        } catch (ProblemException e) {
            return null;
        }
    }

    private @Nullable String id(JsonNode node, Place place) {
        JsonNode given = node.path("id");
        if (given.isMissingNode() || given.isNull()) {
            return null;
        }
        String id = given.isIntegralNumber() ? given.asText() : text(node, "id", place);
        if (id == null || id.isEmpty() || id.length() > idCharacters) {
            throw refused(place, "invalid_id", "the item's id must have 1 to %d characters".formatted(idCharacters))
                    .limit(idCharacters)
                    .remedy("shorten the id, or leave it out to get the position as id")
                    .exception();
        }
        return id;
    }

    private static @Nullable String text(JsonNode node, String field, Place place) {
        JsonNode value = node.path(field);
        if (value.isMissingNode() || value.isNull()) {
            return null;
        }
        if (!value.isTextual()) {
            throw refused(place, "invalid_item", "the item's %s must be a string, was %s".formatted(field, kind(value)))
                    .remedy("write it as a JSON string")
                    .exception();
        }
        requireStorable(value.textValue(), "the item's " + field, place);
        return value.textValue();
    }

    /** Refuses what is no Unicode text, or cannot be stored as such: it would come back changed. */
    static void requireStorable(String text, String what, Place place) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean pair = Character.isHighSurrogate(c)
                    && i + 1 < text.length()
                    && Character.isLowSurrogate(text.charAt(i + 1));
            if (c == 0 || (Character.isSurrogate(c) && !pair)) {
                throw refused(
                                place,
                                "invalid_text",
                                "%s has %s at character %d"
                                        .formatted(what, c == 0 ? "a NUL" : "half of a surrogate pair", i))
                        .remedy("remove that character")
                        .exception();
            }
            i += pair ? 1 : 0;
        }
    }

    private static void requireSize(String text, Place place) {
        if (text.length() <= SizeLimits.ITEM_BYTES / MOST_BYTES_OF_CHAR) {
            return;
        }
        int bytes = text.getBytes(StandardCharsets.UTF_8).length;
        if (bytes > SizeLimits.ITEM_BYTES) {
            throw place.mark(Problem.of(
                            413,
                            "item_too_large",
                            "input and instruction have %d bytes, the limit is %d"
                                    .formatted(bytes, SizeLimits.ITEM_BYTES)))
                    .limit(SizeLimits.ITEM_BYTES)
                    .remedy("cut the document into several items")
                    .exception();
        }
    }

    private static Problem refused(Place place, String code, String detail) {
        return place.mark(Problem.of(400, code, detail));
    }

    private static String kind(JsonNode node) {
        return node.getNodeType().name().toLowerCase(Locale.ROOT);
    }
}
