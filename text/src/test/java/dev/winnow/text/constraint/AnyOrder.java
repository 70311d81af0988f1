package dev.winnow.text.constraint;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.winnow.text.replay.SchemaOrder;
import dev.winnow.text.schema.CompiledSchema;
import dev.winnow.text.schema.SchemaCompiler;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Looks for an order of properties in which a constraint takes a value: alternatives within alternatives may each ask
 * for their own. The constraint's vocabulary begins as {@link SmallVocabulary#ofAllBytes}.
 */
final class AnyOrder {
    private static final CompiledSchema ANYTHING = SchemaCompiler.compile(JsonNodeFactory.instance.objectNode());
    private static final int MOST_TRIES = 3_000;

    private final Constraint constraint;
    private final long[] mask = new long[16];
    private int tries;

    AnyOrder(Constraint constraint) {
        this.constraint = constraint;
    }

    boolean takes(JsonNode value) {
        return write(value, new byte[0], this::mayEnd);
    }

    private boolean mayEnd(byte[] taken) {
        return cursor(taken).mayEnd();
    }

    private Cursor cursor(byte[] taken) {
        Cursor cursor = constraint.begin(constraint.shortestOutputTokens() + 10_000);
        for (byte value : taken) {
            cursor.accept(1 + (value & 0xff));
        }
        return cursor;
    }

    private boolean write(JsonNode value, byte[] taken, Predicate<byte[]> then) {
        if (value.isObject()) {
            Set<String> names = new LinkedHashSet<>();
            value.fieldNames().forEachRemaining(names::add);
            return feed(taken, "{", begun -> members(value, names, "", begun, then));
        }
        if (value.isArray()) {
            return feed(taken, "[", begun -> items(value, 0, begun, then));
        }
        return feed(taken, new SchemaOrder().texts(ANYTHING, value).get(0), then);
    }

    private boolean members(JsonNode object, Set<String> left, String comma, byte[] taken, Predicate<byte[]> then) {
        if (left.isEmpty()) {
            return feed(taken, "}", then);
        }
        for (String name : new ArrayList<>(left)) {
            Set<String> others = new LinkedHashSet<>(left);
            others.remove(name);
            boolean found = feed(
                    taken,
                    comma + TextNode.valueOf(name) + ":",
                    begun -> write(object.get(name), begun, done -> members(object, others, ",", done, then)));
            if (found) {
                return true;
            }
        }
        return false;
    }

    private boolean items(JsonNode array, int place, byte[] taken, Predicate<byte[]> then) {
        return place == array.size()
                ? feed(taken, "]", then)
                : feed(
                        taken,
                        place == 0 ? "" : ",",
                        begun -> write(array.get(place), begun, done -> items(array, place + 1, done, then)));
    }

    private boolean feed(byte[] taken, String text, Predicate<byte[]> then) {
        if (tries++ > MOST_TRIES) {
            return false;
        }
        Cursor cursor = cursor(taken);
        byte[] more = text.getBytes(UTF_8);
        for (byte value : more) {
            int token = 1 + (value & 0xff);
            cursor.allow(mask);
            if ((mask[token >> 6] >> (token & 63) & 1) == 0) {
                return false;
            }
            cursor.accept(token);
        }
        byte[] both = Arrays.copyOf(taken, taken.length + more.length);
        System.arraycopy(more, 0, both, taken.length, more.length);
        return then.test(both);
    }
}
