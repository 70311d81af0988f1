package dev.winnow.benchmarks.largebodies;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.winnow.benchmarks.scripted.MadeLines;
import dev.winnow.benchmarks.scripted.ScriptedModel;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.Random;
import java.util.stream.Stream;

/**
 * Items of one length whose texts are random words, no two alike, so that neither twins nor compression make them
 * smaller than they are.
 *
 * @param bytes of all their texts
 * @param itemBytes of each
 */
record LargeJob(long bytes, int itemBytes) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int LETTERS = 26;
    private static final int WORD = 7;

    LargeJob {
        if (itemBytes < 1 || bytes < itemBytes) {
            throw new IllegalArgumentException("a job has at least one item, and an item at least one byte");
        }
    }

    /** How many items it has. */
    int items() {
        return Math.toIntExact(bytes / itemBytes);
    }

    /** All of it, made while it is read. */
    InputStream body() {
        return new MadeLines("", items(), position -> ("{\"input\":\"" + text(position) + "\"}\n")
                .getBytes(StandardCharsets.US_ASCII));
    }

    /** An item's text. */
    String text(int position) {
        Random random = new Random(position);
        byte[] text = new byte[itemBytes];
        for (int i = 0; i < itemBytes; i++) {
            text[i] = (byte) (i % WORD == WORD - 1 ? ' ' : 'a' + random.nextInt(LETTERS));
        }
        return new String(text, StandardCharsets.US_ASCII);
    }

    /**
     * Reads results with their texts, in the order of the items.
     *
     * @throws IOException naming the first that is missing, or differs from what was sent and must be answered
     */
    Fetched check(Stream<String> lines) throws IOException {
        long characters = 0;
        int position = 0;
        for (Iterator<String> each = lines.iterator(); each.hasNext(); position++) {
            String line = each.next();
            characters += line.length() + 1;
            JsonNode result = JSON.readTree(line);
            String sent = text(position);
            if (!result.path("id").asText().equals(String.valueOf(position))
                    || !result.path("input").asText().equals(sent)
                    || !result.path("output").equals(JSON.readTree(ScriptedModel.answer(sent)))) {
                throw new IOException("result %d is not what it should be: %.300s".formatted(position, line));
            }
        }
        if (position != items()) {
            throw new IOException("there are %,d results of %,d items".formatted(position, items()));
        }
        return new Fetched(position, characters);
    }

    /**
     * What came back.
     *
     * @param results lines
     * @param bytes of all of them
     */
    record Fetched(int results, long bytes) {}
}
