package dev.winnow.text.gguf;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The keys and values of a header. Integers are held as {@link Long}, floats as {@link Float} or {@link Double}, arrays
 * as lists. Immutable.
 */
public final class GgufMetadata {
    private final String file;
    private final Map<String, Object> values;

    GgufMetadata(String file, Map<String, Object> values) {
        this.file = file;
        this.values = Map.copyOf(values);
    }

    /** Whether the key is there. */
    public boolean has(String key) {
        return values.containsKey(key);
    }

    /** A text. */
    public Optional<String> string(String key) {
        return optional(key, String.class);
    }

    /** A text that must be there. */
    public String requiredString(String key) {
        return required(key, string(key));
    }

    /** A whole number. */
    public Optional<Integer> integer(String key) {
        return optional(key, Long.class).map(value -> {
            if (value != value.intValue()) {
                throw new GgufRefusedException("%s: %s is %d, which is out of range".formatted(file, key, value));
            }
            return value.intValue();
        });
    }

    /** A whole number that must be there. */
    public int requiredInteger(String key) {
        return required(key, integer(key));
    }

    /** A number of any kind. */
    public Optional<Number> number(String key) {
        return optional(key, Number.class);
    }

    /** A truth value. */
    public Optional<Boolean> flag(String key) {
        return optional(key, Boolean.class);
    }

    /** The strings of an array. */
    public Optional<List<String>> strings(String key) {
        return list(key, String.class);
    }

    /** The integers of an array. */
    public Optional<List<Integer>> integers(String key) {
        return list(key, Long.class)
                .map(list -> list.stream().map(Long::intValue).toList());
    }

    /** The numbers, of any kind, of an array. */
    public Optional<List<Number>> numbers(String key) {
        return list(key, Number.class);
    }

    /** A value that was looked for and must be there. */
    public <T> T required(String key, Optional<T> value) {
        return value.orElseThrow(() -> new GgufRefusedException(
                "%s: the header lacks %s; convert the model again with a current llama.cpp".formatted(file, key)));
    }

    private <T> Optional<List<T>> list(String key, Class<T> type) {
        return optional(key, List.class).map(list -> {
            for (Object element : list) {
                requireType(key, element, type);
            }
            @SuppressWarnings("unchecked") // every element was just checked
            List<T> checked = (List<T>) list;
            return checked;
        });
    }

    private <T> Optional<T> optional(String key, Class<T> type) {
        Object value = values.get(key);
        return value == null ? Optional.empty() : Optional.of(requireType(key, value, type));
    }

    private <T> T requireType(String key, Object value, Class<T> type) {
        if (!type.isInstance(value)) {
            throw new GgufRefusedException("%s: %s must be of type %s, was of type %s"
                    .formatted(file, key, type.getSimpleName(), value.getClass().getSimpleName()));
        }
        return type.cast(value);
    }
}
