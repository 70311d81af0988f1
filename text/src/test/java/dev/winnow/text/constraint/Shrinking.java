package dev.winnow.text.constraint;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * Makes JSON as small as it gets while something still holds of it: removes parts, or puts one in place of the whole.
 */
final class Shrinking {
    private static final int MOST_TRIES = 800;

    private static final long MOST_NANOS = 8_000_000_000L;

    private Shrinking() {}

    static JsonNode shrink(JsonNode whole, Predicate<JsonNode> stillHolds) {
        JsonNode smallest = whole;
        int tries = 0;
        long end = System.nanoTime() + MOST_NANOS;
        boolean smaller = true;
        while (smaller && tries < MOST_TRIES) {
            smaller = false;
            for (JsonNode candidate : candidates(smallest)) {
                tries++;
                if (tries < MOST_TRIES
                        && System.nanoTime() < end
                        && candidate.toString().length() < smallest.toString().length()
                        && holds(candidate, stillHolds)) {
                    smallest = candidate;
                    smaller = true;
                    break;
                }
            }
        }
        return smallest;
    }

    private static boolean holds(JsonNode candidate, Predicate<JsonNode> stillHolds) {
        try {
            return stillHolds.test(candidate);
        } catch (RuntimeException | StackOverflowError e) {
            return false;
        }
    }

    /** Everything that is smaller by one step, the largest steps first. */
    private static List<JsonNode> candidates(JsonNode node) {
        List<JsonNode> candidates = new ArrayList<>();
        if (node instanceof ObjectNode object) {
            object.fieldNames()
                    .forEachRemaining(name -> candidates.add(object.deepCopy().without(name)));
            object.properties().forEach(member -> {
                if (member.getValue().isContainerNode()) {
                    candidates.add(member.getValue());
                }
            });
            object.properties().forEach(member -> {
                for (JsonNode smaller : candidates(member.getValue())) {
                    ObjectNode copy = object.deepCopy();
                    copy.set(member.getKey(), smaller);
                    candidates.add(copy);
                }
            });
        } else if (node instanceof ArrayNode array) {
            for (int i = 0; i < array.size(); i++) {
                ArrayNode copy = array.deepCopy();
                copy.remove(i);
                candidates.add(copy);
            }
            for (int i = 0; i < array.size(); i++) {
                candidates.add(array.get(i));
                for (JsonNode smaller : candidates(array.get(i))) {
                    ArrayNode copy = array.deepCopy();
                    copy.set(i, smaller);
                    candidates.add(copy);
                }
            }
        } else if (node.isTextual() && node.textValue().length() > 1) {
            candidates.add(TextNode.valueOf(node.textValue().substring(0, 1)));
        }
        return candidates;
    }
}
