package dev.winnow.benchmarks.online;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.winnow.benchmarks.scripted.MadeLines;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Short listings, no two alike, and what is wanted of each; for the job and for those who wait the same kind. */
final class Listings {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String[] TITLES = {"Sunset Cruise", "Jazz Night", "Castle Tour", "Wine Tasting", "Poetry Slam"
    };
    private static final String[] VENUES = {"Harbour Loft", "Blue Cellar", "Gate of Chillon", "Kitchen Nine", "Pier 1"};
    private static final String[] TOWNS = {"Lucerne", "Basel", "Turin", "Ghent", "Porto", "Aarhus", "Brno"};
    private static final String INSTRUCTION = "Convert the listing into JSON.";
    private static final int MOST_TOKENS = 48;

    // A bounded text: whatever the model makes of a listing, its output ends within its tokens.
    private static final String SCHEMA = """
            {"type":"object","additionalProperties":false,"required":["title","price"],"properties":{\
            "title":{"type":"string","minLength":1,"maxLength":30},\
            "price":{"type":"integer","minimum":0,"maximum":9999}}}""";

    private Listings() {}

    private static String text(int number) {
        return "%s no. %d at %s, %s. Tickets EUR %d."
                .formatted(
                        TITLES[number % TITLES.length],
                        number,
                        VENUES[number / 3 % VENUES.length],
                        TOWNS[number % TOWNS.length],
                        20 + number * 7 % 90);
    }

    /** A job of so many. */
    static MadeLines job(int items) {
        ObjectNode first = JSON.createObjectNode();
        first.putObject("options")
                .put("instruction", INSTRUCTION)
                .put("max_output_tokens", MOST_TOKENS)
                .set("schema", schema());
        return MadeLines.after(
                first + "\n", items, position -> (JSON.createObjectNode().put("input", text(1_000 + position)) + "\n")
                        .getBytes(StandardCharsets.UTF_8));
    }

    /** A request of one, as OpenAI's clients send it. */
    static String request(String model, int number) {
        ObjectNode request = JSON.createObjectNode().put("model", model).put("max_tokens", MOST_TOKENS);
        request.withArray("/messages")
                .add(JSON.createObjectNode().put("role", "system").put("content", INSTRUCTION))
                .add(JSON.createObjectNode().put("role", "user").put("content", text(number)));
        request.putObject("response_format")
                .put("type", "json_schema")
                .putObject("json_schema")
                .put("name", "listing")
                .set("schema", schema());
        return request.toString();
    }

    private static JsonNode schema() {
        try {
            return JSON.readTree(SCHEMA);
        } catch (IOException e) {
            throw new UncheckedIOException("the schema is written here", e);
        }
    }
}
