package dev.winnow.cli.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Listings of events as scraped pages have them, in several layouts and with what does not belong to them, and the JSON
 * that each holds. The same seed gives the same listings. Not thread-safe.
 */
public final class SampleListings {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Random random;

    /** Those of that seed. */
    public SampleListings(long seed) {
        this.random = new Random(seed);
    }

    /** So many rows to train on or to hold out, each a line of JSON with instruction, input and output. */
    public List<String> rows(int count) {
        return IntStream.range(0, count).mapToObj(this::row).toList();
    }

    /** What their outputs fit. */
    public static JsonNode schema() {
        try (InputStream resource = SampleListings.class.getResourceAsStream("training-schema.json")) {
            return JSON.readTree(Objects.requireNonNull(resource, "training-schema.json"));
        } catch (IOException e) {
            throw new IllegalStateException("the schema of the samples is in the program", e);
        }
    }

    private String row(int number) {
        Event event = new Event(
                pick(SampleWords.FIRST) + " " + pick(SampleWords.KINDS),
                chance(15) ? null : pick(SampleWords.VENUES),
                random.nextInt(28) + 1,
                random.nextInt(12) + 1,
                2025 + random.nextInt(3),
                price(),
                people());
        ObjectNode row = JSON.createObjectNode();
        row.put("input", text(event, number % 5));
        row.set("output", event.output());
        return row.toString();
    }

    private @Nullable Integer price() {
        return chance(12) ? null : chance(15) ? Integer.valueOf(0) : Integer.valueOf(5 + 5 * random.nextInt(24));
    }

    private List<String> people() {
        List<String> people = new ArrayList<>();
        int wanted = random.nextInt(3);
        while (people.size() < wanted) {
            String next = pick(SampleWords.PEOPLE);
            if (!people.contains(next)) {
                people.add(next);
            }
        }
        return people;
    }

    private String text(Event event, int layout) {
        return switch (layout) {
            case 0 -> sentences(event);
            case 1 -> labelled(event);
            case 2 -> html(event);
            case 3 -> lines(event);
            default -> bar(event);
        };
    }

    private String sentences(Event event) {
        StringBuilder text = new StringBuilder(maybeNoise(" "));
        text.append("Do not miss the ").append(event.title());
        if (event.venue() != null) {
            text.append(" at ").append(event.venue());
        }
        text.append(" on ").append(longDate(event)).append('.');
        if (!event.people().isEmpty()) {
            text.append(" With ").append(String.join(" and ", event.people())).append('.');
        }
        if (event.price() != null) {
            text.append(event.price() == 0 ? " Free entry." : " Tickets cost " + event.price() + " francs.");
        }
        return text.append(' ').append(pick(SampleWords.NOISE)).toString();
    }

    private String labelled(Event event) {
        List<String> parts = new ArrayList<>();
        parts.add("What: " + event.title());
        parts.add("When: " + shortDate(event));
        if (event.venue() != null) {
            parts.add("Where: " + event.venue());
        }
        if (!event.people().isEmpty()) {
            parts.add("Who: " + String.join(", ", event.people()));
        }
        if (event.price() != null) {
            parts.add("How much: " + money(event.price()));
        }
        return maybeNoise("\n") + String.join("\n", parts) + "\n" + pick(SampleWords.NOISE);
    }

    private String html(Event event) {
        StringBuilder text = new StringBuilder("<div class=\"event\"><h2>")
                .append(event.title())
                .append("</h2>");
        text.append("<p>").append(pick(SampleWords.NOISE)).append("</p><ul>");
        text.append("<li class=\"date\">").append(longDate(event)).append("</li>");
        if (event.venue() != null) {
            text.append("<li class=\"venue\">").append(event.venue()).append("</li>");
        }
        for (String name : event.people()) {
            text.append("<li class=\"by\">").append(name).append("</li>");
        }
        if (event.price() != null) {
            text.append("<li>").append(money(event.price())).append("</li>");
        }
        return text.append("</ul></div>").toString();
    }

    private String lines(Event event) {
        List<String> lines = new ArrayList<>();
        lines.add(maybeNoise("").isEmpty() ? "Programme" : pick(SampleWords.NOISE));
        lines.add("* " + event.title());
        event.people().forEach(name -> lines.add("  - " + name));
        lines.add("* " + shortDate(event) + (event.venue() == null ? "" : ", " + event.venue()));
        if (event.price() != null) {
            lines.add("* " + money(event.price()));
        }
        lines.add(pick(SampleWords.NOISE));
        return String.join("\n", lines);
    }

    private String bar(Event event) {
        List<String> parts = new ArrayList<>();
        parts.add(shortDate(event));
        if (event.venue() != null) {
            parts.add(event.venue());
        }
        parts.add(event.title());
        if (!event.people().isEmpty()) {
            parts.add("with " + String.join(" & ", event.people()));
        }
        if (event.price() != null) {
            parts.add(money(event.price()));
        }
        return String.join(" -- ", parts) + " -- " + pick(SampleWords.NOISE);
    }

    private String longDate(Event event) {
        String month = SampleWords.MONTHS.get(event.month() - 1);
        return chance(50)
                ? "%d %s %d".formatted(event.day(), month, event.year())
                : "%s %d, %d".formatted(month, event.day(), event.year());
    }

    private String shortDate(Event event) {
        return chance(60) ? "%02d.%02d.%d".formatted(event.day(), event.month(), event.year()) : longDate(event);
    }

    private String money(int price) {
        return price == 0 ? "free of charge" : chance(50) ? "CHF %d.00".formatted(price) : "%d.-".formatted(price);
    }

    private String maybeNoise(String end) {
        return chance(50) ? pick(SampleWords.NOISE) + end : "";
    }

    private boolean chance(int percent) {
        return random.nextInt(100) < percent;
    }

    private String pick(List<String> from) {
        return from.get(random.nextInt(from.size()));
    }

    /**
     * What a listing is about.
     *
     * @param price in francs; null where nothing is said of it
     */
    private record Event(
            String title,
            @Nullable String venue,
            int day,
            int month,
            int year,
            @Nullable Integer price,
            List<String> people) {
        ObjectNode output() {
            ObjectNode output = JSON.createObjectNode()
                    .put("title", title)
                    .put("venue", venue)
                    .put("date", "%d-%02d-%02d".formatted(year, month, day))
                    .put("price", price);
            ArrayNode performers = output.putArray("performers");
            people.forEach(performers::add);
            return output;
        }
    }
}
