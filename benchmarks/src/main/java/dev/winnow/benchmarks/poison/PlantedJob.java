package dev.winnow.benchmarks.poison;

import dev.winnow.benchmarks.scripted.MadeLines;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Good items with poison at some places.
 *
 * @param items of the whole job
 * @param planted what stands where
 * @param itemMillis how long a good item takes
 * @param itemSeconds the job's limit for one item
 */
record PlantedJob(int items, Map<Integer, Poison> planted, int itemMillis, int itemSeconds) {
    PlantedJob {
        planted = Map.copyOf(planted);
    }

    /** Spreads the kinds over the job, or puts them side by side. */
    static PlantedJob of(int items, List<Poison> kinds, boolean together, int itemMillis, int itemSeconds) {
        Map<Integer, Poison> planted = new TreeMap<>();
        for (int i = 0; i < kinds.size(); i++) {
            planted.put(together ? items / 2 + 2 * i : items * (i + 1) / (kinds.size() + 1), kinds.get(i));
        }
        return new PlantedJob(items, planted, itemMillis, itemSeconds);
    }

    /** The id that the result of an item has: a line that is never held whole loses its own. */
    String resultId(int position) {
        return planted.get(position) == Poison.ENDLESS ? String.valueOf(position) : id(position);
    }

    private static String id(int position) {
        return "item-" + position;
    }

    /** The request, made while it is read. */
    InputStream body() {
        String options = ",\"item_seconds\":%d,\"on_bad_item\":\"record\"".formatted(itemSeconds);
        return new MadeLines(options, items, this::line);
    }

    private byte[] line(int position) {
        Poison poison = planted.get(position);
        String id = id(position);
        return poison != null
                ? poison.line(id)
                : "{\"id\":\"%s\",\"input\":\"@sleep %d document %d\"}\n"
                        .formatted(id, itemMillis, position)
                        .getBytes(StandardCharsets.UTF_8);
    }
}
