package dev.winnow.worker.server;

import dev.winnow.common.work.ExtractionTask;
import dev.winnow.common.work.WorkItem;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How often the server came to grief over an item that it had alone. Kept beyond the item's shard: an item that ends
 * servers must not wander about for ever. Those struck longest ago are forgotten. Guarded by its
 * {@link ServerExtractor}.
 */
final class Strikes {
    private static final int MOST = 1_000;

    private final Map<String, Integer> counts = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Integer> eldest) {
            return size() > MOST;
        }
    };

    /** One more; how many there are. */
    int add(ExtractionTask task, WorkItem item) {
        return counts.merge(key(task, item), 1, Integer::sum);
    }

    /** It went well, or it is over. */
    void forget(ExtractionTask task, WorkItem item) {
        if (!counts.isEmpty()) {
            counts.remove(key(task, item));
        }
    }

    private static String key(ExtractionTask task, WorkItem item) {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            for (String part :
                    new String[] {task.schemaHash(), String.valueOf(task.adapter()), item.instruction(), item.input()
                    }) {
                sha256.update(part.getBytes(StandardCharsets.UTF_8));
                sha256.update((byte) 0);
            }
            return HexFormat.of().formatHex(sha256.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }
}
