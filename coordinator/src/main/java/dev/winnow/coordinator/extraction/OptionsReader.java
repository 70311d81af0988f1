package dev.winnow.coordinator.extraction;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.winnow.coordinator.problem.Problem;
import dev.winnow.text.window.WindowCutter;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Reads the options of a request, each within its bounds; an unknown option is refused, never ignored. */
final class OptionsReader {
    /** What a request may say. */
    static final Set<String> NAMES = Set.of(
            "schema",
            "keys",
            "model",
            "adapter",
            "quantization",
            "instruction",
            "name",
            "max_output_tokens",
            "temperature",
            "seed",
            "constrained",
            "item_seconds",
            "priority",
            "on_bad_item",
            "deadline",
            "windows",
            "window_tokens",
            "window_overlap_tokens");

    private static final int MOST_OUTPUT_TOKENS = 131_072;
    private static final int MOST_WINDOW_TOKENS = 1 << 20;
    private static final int LONGEST_KEY = 1_024;
    private static final int LONGEST_TEXT = 32_768;
    private static final int DAY_SECONDS = 86_400;
    private static final int HIGHEST_PRIORITY = 100;
    private static final double HIGHEST_TEMPERATURE = 2;

    private final ObjectNode options;

    private OptionsReader(ObjectNode options) {
        this.options = options;
    }

    /**
     * Reads the options.
     *
     * @param options the object that holds them and nothing else; pointers in problems begin there
     */
    static ExtractionOptions read(ObjectNode options) {
        return new OptionsReader(options).read();
    }

    private ExtractionOptions read() {
        refuseUnknown();
        return new ExtractionOptions(
                schema(),
                keys(),
                text("model"),
                text("adapter"),
                text("quantization"),
                text("instruction"),
                text("name"),
                (int) integer("max_output_tokens", 1, MOST_OUTPUT_TOKENS, 512),
                temperature(),
                integer("seed", Long.MIN_VALUE, Long.MAX_VALUE, 0),
                flag("constrained", true),
                (int) integer("item_seconds", 1, DAY_SECONDS, 600),
                (int) integer("priority", -HIGHEST_PRIORITY, HIGHEST_PRIORITY, 0),
                onBadItem(),
                deadline(),
                windows());
    }

    private void refuseUnknown() {
        for (Iterator<String> names = options.fieldNames(); names.hasNext(); ) {
            String name = names.next();
            if (!NAMES.contains(name)) {
                throw refused(name, "unknown_option", "there is no option '" + name + "'")
                        .remedy("remove it; the options are " + String.join(", ", new TreeSet<>(NAMES)))
                        .exception();
            }
        }
    }

    private @Nullable JsonNode schema() {
        JsonNode schema = value("schema");
        if (schema == null) {
            if (value("keys") == null) {
                throw Problem.of(422, "no_schema", "the request has neither a schema nor keys")
                        .at("")
                        .remedy("give \"schema\": a JSON Schema, or \"keys\": [\"title\", ...]")
                        .exception();
            }
            return null;
        }
        if (value("keys") != null) {
            throw refused("keys", "schema_and_keys", "the request has both a schema and keys")
                    .remedy("leave one of them out")
                    .exception();
        }
        return schema;
    }

    private @Nullable List<String> keys() {
        JsonNode keys = value("keys");
        if (keys == null) {
            return null;
        }
        if (!keys.isArray() || keys.isEmpty()) {
            throw refused("keys", "no_keys", "keys must be an array with at least one name")
                    .remedy("write \"keys\": [\"title\", ...]")
                    .exception();
        }
        List<String> names = new ArrayList<>();
        for (JsonNode key : keys) {
            names.add(key(key, "keys/" + names.size()));
        }
        return names;
    }

    private String key(JsonNode key, String place) {
        if (!key.isTextual()) {
            throw refused(place, "invalid_keys", "a key must be a string, was " + key.getNodeType())
                    .remedy("write \"keys\": [\"title\", ...]")
                    .exception();
        }
        if (key.textValue().length() > LONGEST_KEY) {
            throw refused(
                            place,
                            "key_too_long",
                            "the key has %d characters, the limit is %d"
                                    .formatted(key.textValue().length(), LONGEST_KEY))
                    .limit(LONGEST_KEY)
                    .remedy("shorten it; say what it means in \"instruction\"")
                    .exception();
        }
        ItemReader.requireStorable(key.textValue(), "the key", new Place.Pointer("/" + place));
        return key.textValue();
    }

    private @Nullable String text(String name) {
        JsonNode value = value(name);
        if (value == null) {
            return null;
        }
        if (!value.isTextual() || value.textValue().isBlank()) {
            throw refused(name, "invalid_option", name + " must be a string that is not blank, was " + value)
                    .remedy("write it as a JSON string, or leave it out")
                    .exception();
        }
        if (value.textValue().length() > LONGEST_TEXT) {
            throw refused(
                            name,
                            "option_too_long",
                            "%s has %d characters, the limit is %d"
                                    .formatted(name, value.textValue().length(), LONGEST_TEXT))
                    .limit(LONGEST_TEXT)
                    .remedy("shorten it")
                    .exception();
        }
        ItemReader.requireStorable(value.textValue(), name, new Place.Pointer("/" + name));
        return value.textValue();
    }

    private long integer(String name, long least, long most, long otherwise) {
        JsonNode value = value(name);
        if (value == null) {
            return otherwise;
        }
        if (!value.isIntegralNumber()
                || !value.canConvertToLong()
                || value.longValue() < least
                || value.longValue() > most) {
            throw refused(
                            name,
                            "invalid_option",
                            "%s must be a whole number from %d to %d, was %s".formatted(name, least, most, value))
                    .limit(most)
                    .remedy("choose a value within these bounds, or leave it out to get " + otherwise)
                    .exception();
        }
        return value.longValue();
    }

    private double temperature() {
        JsonNode value = value("temperature");
        if (value == null) {
            return 0;
        }
        if (!value.isNumber() || !(value.doubleValue() >= 0 && value.doubleValue() <= HIGHEST_TEMPERATURE)) {
            throw refused("temperature", "invalid_option", "temperature must be a number from 0 to 2, was " + value)
                    .limit((long) HIGHEST_TEMPERATURE)
                    .remedy("choose a value within these bounds; 0 takes the likeliest token always")
                    .exception();
        }
        return value.doubleValue();
    }

    private OnBadItem onBadItem() {
        JsonNode value = value("on_bad_item");
        return switch (value == null ? "refuse" : value.asText()) {
            case "refuse" -> OnBadItem.REFUSE;
            case "record" -> OnBadItem.RECORD;
            default ->
                throw refused("on_bad_item", "invalid_option", "on_bad_item must be refuse or record, was " + value)
                        .remedy("write \"record\" to have bad items fail alone, or leave it out")
                        .exception();
        };
    }

    private boolean flag(String name, boolean otherwise) {
        JsonNode value = value(name);
        if (value == null) {
            return otherwise;
        }
        if (!value.isBoolean()) {
            throw refused(name, "invalid_option", name + " must be true or false, was " + value)
                    .remedy("write true or false, or leave it out to get " + otherwise)
                    .exception();
        }
        return value.booleanValue();
    }

    private @Nullable AskedWindows windows() {
        if (flag("windows", false)) {
            return new AskedWindows(
                    tokens("window_tokens", WindowCutter.LEAST_TOKENS), tokens("window_overlap_tokens", 0));
        }
        for (String name : List.of("window_tokens", "window_overlap_tokens")) {
            if (value(name) != null) {
                throw refused(name, "invalid_option", name + " says how windows are cut, and the request has none")
                        .remedy("write \"windows\": true to have long inputs cut, or leave " + name + " out")
                        .exception();
            }
        }
        return null;
    }

    private @Nullable Integer tokens(String name, int least) {
        return value(name) == null ? null : Integer.valueOf((int) integer(name, least, MOST_WINDOW_TOKENS, least));
    }

    private @Nullable Deadline deadline() {
        String text = text("deadline");
        return text == null ? null : Deadline.read(text);
    }

    private @Nullable JsonNode value(String name) {
        JsonNode value = options.get(name);
        return value == null || value.isNull() ? null : value;
    }

    private Problem refused(String name, String code, String detail) {
        return Problem.of(422, code, detail).at("/" + name);
    }
}
