package dev.winnow.benchmarks.endtoend;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** What the dashboard's tests extract from and train on. */
final class DashboardInput {
    static final String SCHEMA = """
            {"type":"object","additionalProperties":false,"required":["title","venue","price"],"properties":{
            "title":{"type":"string","minLength":1},"venue":{"type":["string","null"]},
            "price":{"type":["integer","null"],"minimum":0}}}""".replace("\n", "");

    // Fewer leave an adapter that is no better than its base.
    private static final int TRAINED_ON = 20;
    private static final int HELD_OUT = 2;

    private DashboardInput() {}

    /** Items, a line each. */
    static String listings(int count) {
        return IntStream.range(0, count)
                .mapToObj(i ->
                        "{\"id\":\"listing-%d\",\"input\":\"Night %d at the Harbour Loft: the Tin Whistle Orchestra plays. Doors at 19:30, tickets %d francs at the door.\"}"
                                .formatted(i, i + 1, 10 + i))
                .collect(Collectors.joining("\n", "", "\n"));
    }

    /** A dataset as it is uploaded. */
    static Path dataset(Path folder) throws IOException {
        Path zip = folder.resolve("night.zip");
        try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(zip))) {
            for (Map.Entry<String, String> file : List.of(
                    Map.entry("schema.json", SCHEMA),
                    Map.entry("eval.jsonl", rows(TRAINED_ON, TRAINED_ON + HELD_OUT)),
                    Map.entry("train.jsonl", rows(0, TRAINED_ON)))) {
                out.putNextEntry(new ZipEntry(file.getKey()));
                out.write(file.getValue().getBytes(StandardCharsets.UTF_8));
            }
        }
        return zip;
    }

    private static String rows(int from, int to) {
        return IntStream.range(from, to)
                .mapToObj(i ->
                        "{\"input\":\"Night %d at the Quay Hall, %d francs\",\"output\":{\"title\":\"Night %d\",\"venue\":\"Quay Hall\",\"price\":%d}}\n"
                                .formatted(i, 10 + i, i, 10 + i))
                .collect(Collectors.joining());
    }
}
