package dev.winnow.benchmarks.poison;

import dev.winnow.benchmarks.scripted.ScriptedModel;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Enumeration;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
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
    private static final String SCHEMA = """
            {"type":"object","properties":{"length":{"type":"integer"},"hash":{"type":"integer"}},\
            "required":["length","hash"],"additionalProperties":false}""";

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
        return new SequenceInputStream(new Lines());
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

    @SuppressWarnings("JdkObsolete") // SequenceInputStream asks for it
    private final class Lines implements Enumeration<InputStream> {
        private int next = -1;

        @Override
        public boolean hasMoreElements() {
            return next < items;
        }

        @Override
        public InputStream nextElement() {
            if (next >= items) {
                throw new NoSuchElementException();
            }
            int position = next++;
            byte[] options =
                    "{\"options\":{\"model\":\"%s\",\"item_seconds\":%d,\"on_bad_item\":\"record\",\"schema\":%s}}\n"
                            .formatted(ScriptedModel.POOL.model(), itemSeconds, SCHEMA)
                            .getBytes(StandardCharsets.UTF_8);
            return new ByteArrayInputStream(position < 0 ? options : line(position));
        }
    }
}
