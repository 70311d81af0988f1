package dev.winnow.text.constraint;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Keeps what was computed last, up to a number of entries. Thread-safe; two threads may compute the same at once. */
final class BoundedCache<K, V> {
    private final Map<K, V> entries;

    BoundedCache(int limit) {
        entries = new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
                return size() > limit;
            }
        };
    }

    V get(K key, Function<K, V> compute) {
        V known = lookUp(key);
        if (known == null) {
            known = compute.apply(key);
            keep(key, known);
        }
        return known;
    }

    private synchronized @Nullable V lookUp(K key) {
        return entries.get(key);
    }

    private synchronized void keep(K key, V value) {
        entries.put(key, value);
    }
}
