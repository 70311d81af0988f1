package dev.winnow.engine.model.gguf;

import dev.winnow.engine.model.ModelRefusedException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The keys and values of a header. Integers are held as {@link Long}, floats as {@link Float} or {@link Double}, arrays
 * as lists. Immutable.
 */
final class GgufMetadata {
    private final String file;
    private final Map<String, Object> values;

    GgufMetadata(String file, Map<String, Object> values) {
        this.file = file;
        this.values = Map.copyOf(values);
    }

    boolean has(String key) {
        return values.containsKey(key);
    }

    Optional<String> string(String key) {
        return optional(key, String.class);
    }

    String requiredString(String key) {
        return required(key, string(key));
    }

    Optional<Integer> integer(String key) {
        return optional(key, Long.class).map(value -> {
            if (value != value.intValue()) {
                throw new ModelRefusedException("%s: %s is %d, which is out of range".formatted(file, key, value));
            }
            return value.intValue();
        });
    }

    int requiredInteger(String key) {
        return required(key, integer(key));
    }

    Optional<Number> number(String key) {
        return optional(key, Number.class);
    }

    Optional<Boolean> flag(String key) {
        return optional(key, Boolean.class);
    }

    /** The strings of an array. */
    Optional<List<String>> strings(String key) {
        return list(key, String.class);
    }

    /** The integers of an array. */
    Optional<List<Integer>> integers(String key) {
        return list(key, Long.class)
                .map(list -> list.stream().map(Long::intValue).toList());
    }

    <T> T required(String key, Optional<T> value) {
        return value.orElseThrow(() -> new ModelRefusedException(
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
            throw new ModelRefusedException("%s: %s must be of type %s, was of type %s"
                    .formatted(file, key, type.getSimpleName(), value.getClass().getSimpleName()));
        }
        return type.cast(value);
    }
}
