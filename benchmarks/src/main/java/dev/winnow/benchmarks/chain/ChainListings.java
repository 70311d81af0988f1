package dev.winnow.benchmarks.chain;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.winnow.cli.demo.SampleListings;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Listings, and what a person who reads them knows to be right. Not thread-safe. */
final class ChainListings {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final SampleListings source;
    private final Map<String, JsonNode> right = new HashMap<>();
    private int documents;

    ChainListings(long seed) {
        this.source = new SampleListings(seed);
    }

    JsonNode schema() {
        return SampleListings.schema();
    }

    /** A dataset as it is uploaded. */
    byte[] dataset(int rows, int heldOut) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            entry(zip, "schema.json", schema().toString());
            entry(zip, "eval.jsonl", String.join("\n", source.rows(heldOut)));
            entry(zip, "train.jsonl", String.join("\n", source.rows(rows)));
        }
        return bytes.toByteArray();
    }

    private static void entry(ZipOutputStream zip, String name, String text) throws IOException {
        zip.putNextEntry(new ZipEntry(name));
        zip.write(text.getBytes(StandardCharsets.UTF_8));
    }

    /** A job of so many listings that nobody has labelled, for what the alias stands for. */
    String job(String name, int count, String alias) throws IOException {
        ObjectNode options = JSON.createObjectNode();
        options.putObject("options")
                .put("name", name)
                .put("adapter", alias)
                .put("max_output_tokens", 160)
                .set("schema", schema());
        List<String> lines = new ArrayList<>(List.of(options.toString()));
        for (String row : source.rows(count)) {
            JsonNode read = JSON.readTree(row);
            String id = "listing-" + documents++;
            right.put(id, read.path("output"));
            lines.add(JSON.createObjectNode()
                    .put("id", id)
                    .put("input", read.path("input").asText())
                    .toString());
        }
        return String.join("\n", lines) + "\n";
    }

    /** What is right for a document of a job. */
    JsonNode right(String id) {
        JsonNode found = right.get(id);
        if (found == null) {
            throw new IllegalStateException("no listing is called " + id);
        }
        return found;
    }
}
