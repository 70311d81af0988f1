package dev.winnow.coordinator.request;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.winnow.coordinator.problem.Problem;
import dev.winnow.coordinator.problem.ProblemException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The fields of a JSON object. What is missing is null, and so is {@code null}; what is of another kind is refused with
 * 422 {@code invalid_option} at its pointer.
 *
 * @param object is not to be changed
 * @param pointer where it stands in the request's body
 */
public record Fields(ObjectNode object, String pointer) {
    /** Refuses an object that has other fields. */
    public void requireKnown(String... names) {
        Set<String> known = new TreeSet<>(List.of(names));
        object.fieldNames().forEachRemaining(name -> {
            if (!known.contains(name)) {
                throw refused(
                        name,
                        "there is no option '%s'".formatted(name),
                        "the options here are " + String.join(", ", known));
            }
        });
    }

    /** A text. */
    public @Nullable String text(String name) {
        JsonNode value = value(name);
        if (value == null) {
            return null;
        }
        if (!value.isTextual()) {
            throw refused(name, name + " is no string", "write it as a JSON string");
        }
        if (value.textValue().indexOf('\0') >= 0) {
            throw refused(name, name + " has a NUL", "remove that character");
        }
        return value.textValue();
    }

    /** A text that must be there. */
    public String requiredText(String name, String remedy) {
        String text = text(name);
        if (text == null || text.isBlank()) {
            throw refused(name, "the request has no " + name, remedy);
        }
        return text;
    }

    /** A whole number within bounds. */
    public @Nullable Integer whole(String name, int least, int most) {
        JsonNode value = value(name);
        if (value == null) {
            return null;
        }
        if (!value.isInt() || value.intValue() < least || value.intValue() > most) {
            throw refused(
                    name,
                    "%s is no whole number from %d to %d".formatted(name, least, most),
                    "choose one from %d to %d".formatted(least, most));
        }
        return value.intValue();
    }

    /** True or false. */
    public @Nullable Boolean flag(String name) {
        JsonNode value = value(name);
        if (value == null) {
            return null;
        }
        if (!value.isBoolean()) {
            throw refused(name, name + " is neither true nor false", "write true or false, or leave it out");
        }
        return value.booleanValue();
    }

    /** A number within bounds. */
    public @Nullable Double number(String name, double least, double most) {
        JsonNode value = value(name);
        if (value == null) {
            return null;
        }
        if (!value.isNumber() || !(value.doubleValue() >= least && value.doubleValue() <= most)) {
            throw refused(
                    name,
                    "%s is no number from %s to %s".formatted(name, least, most),
                    "choose one from %s to %s".formatted(least, most));
        }
        return value.doubleValue();
    }

    /** An object of its own. */
    public @Nullable Fields object(String name) {
        JsonNode value = value(name);
        if (value == null) {
            return null;
        }
        if (!(value instanceof ObjectNode inner)) {
            throw refused(name, name + " is no JSON object", "write it as a JSON object");
        }
        return new Fields(inner, place(name));
    }

    /** The objects of a list. */
    public List<Fields> objects(String name) {
        List<Fields> all = new ArrayList<>();
        for (JsonNode value : list(name)) {
            String place = name + "/" + all.size();
            if (!(value instanceof ObjectNode inner)) {
                throw refused(place, place + " is no JSON object", "write it as a JSON object");
            }
            all.add(new Fields(inner, place(place)));
        }
        return all;
    }

    /** The texts of a list. */
    public List<String> texts(String name) {
        List<String> all = new ArrayList<>();
        for (JsonNode value : list(name)) {
            if (!value.isTextual()) {
                String place = name + "/" + all.size();
                throw refused(place, place + " is no string", "write it as a JSON string");
            }
            all.add(value.textValue());
        }
        return all;
    }

    private Iterable<JsonNode> list(String name) {
        JsonNode value = value(name);
        if (value == null) {
            return List.of();
        }
        if (!value.isArray()) {
            throw refused(name, name + " is no list", "write it as a JSON array");
        }
        return value;
    }

    /** Any value. */
    public @Nullable JsonNode value(String name) {
        JsonNode value = object.path(name);
        return value.isMissingNode() || value.isNull() ? null : value;
    }

    /** Whether there is such a field, and not null. */
    public boolean has(String name) {
        return object.hasNonNull(name);
    }

    private String place(String name) {
        return pointer + "/" + name;
    }

    /** Refuses a field. */
    public ProblemException refused(String name, String detail, String remedy) {
        return refused("invalid_option", name, detail, remedy);
    }

    /** Refuses a field by a code of its own. */
    public ProblemException refused(String code, String name, String detail, String remedy) {
        return Problem.of(422, code, detail)
                .at(name.isEmpty() ? pointer : place(name))
                .remedy(remedy)
                .exception();
    }
}
