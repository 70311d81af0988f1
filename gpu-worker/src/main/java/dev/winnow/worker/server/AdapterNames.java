package dev.winnow.worker.server;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What adapters are called at the server. Immutable. */
final class AdapterNames {
    private final Map<String, String> names;

    private AdapterNames(Map<String, String> names) {
        this.names = Map.copyOf(names);
    }

    /**
     * Reads them.
     *
     * @param pairs {@code HASH=NAME} each
     * @throws IllegalArgumentException if one is not
     */
    static AdapterNames of(List<String> pairs) {
        Map<String, String> names = new HashMap<>();
        for (String pair : pairs) {
            String[] parts = pair.strip().split("=", 2);
            if (parts.length != 2 || !parts[0].matches("sha256:[0-9a-f]{64}") || parts[1].isBlank()) {
                throw new IllegalArgumentException(
                        "WINNOW_SERVER_ADAPTERS has '%s', which is not HASH=NAME with a hash as `winnow adapters list` shows it, such as sha256:0a1b...=recipes"
                                .formatted(pair));
            }
            names.put(parts[0], parts[1].strip());
        }
        return new AdapterNames(names);
    }

    /** The name of the adapter with that hash. */
    Optional<String> of(String hash) {
        return Optional.ofNullable(names.get(hash));
    }
}
