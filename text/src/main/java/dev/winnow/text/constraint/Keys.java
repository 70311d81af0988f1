package dev.winnow.text.constraint;

import com.fasterxml.jackson.databind.node.TextNode;
import dev.winnow.text.schema.Shape.ObjectShape;
import dev.winnow.text.schema.Shape.Property;
import dev.winnow.text.schema.ShapeSizes;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The keys of one kind of object, as one trie for all its places and for all properties that may come first: a node
 * knows which properties lie below it, and whoever stands there knows which of them may still come. Immutable.
 */
final class Keys {
    private final List<Property> properties;
    private final Node root = new Node(0, 0);

    // By property, and one after the last: the first required one from there on.
    private final int[] nextRequired;
    private final long[] shortest;

    Keys(ObjectShape shape, ShapeSizes sizes) {
        this.properties = shape.properties();
        this.nextRequired = new int[properties.size() + 1];
        this.shortest = new long[properties.size()];
        nextRequired[properties.size()] = properties.size();
        for (int i = properties.size() - 1; i >= 0; i--) {
            nextRequired[i] = properties.get(i).required() ? i : nextRequired[i + 1];
            shortest[i] = text(i).length + sizes.of(properties.get(i).shape()).shortest();
        }
        for (int i = 0; i < properties.size(); i++) {
            add(i);
        }
    }

    private void add(int property) {
        Node node = root;
        node.putBelow(property);
        for (byte value : text(property)) {
            Node child = node.child(value & 0xff);
            node = child == null ? node.newChild(value & 0xff) : child;
            node.putBelow(property);
        }
        node.property = property;
    }

    /** A property's key with its quotes and colon. */
    byte[] text(int property) {
        return (TextNode.valueOf(properties.get(property).name()) + ":").getBytes(StandardCharsets.UTF_8);
    }

    Property property(int index) {
        return properties.get(index);
    }

    int count() {
        return properties.size();
    }

    /** Before the quote of a key. */
    Node root() {
        return root;
    }

    /** Whether the object may end where this property would be the first to come: nothing that is required is left. */
    boolean mayEnd(int first) {
        return nextRequired[first] == properties.size();
    }

    /** The last property that may come next: nothing that is required may be passed over. */
    private int last(int first) {
        return Math.min(nextRequired[first], properties.size() - 1);
    }

    /** How many properties may come next at or below a node. */
    int choices(Node node, int first) {
        return node.atMost(last(first)) - node.atMost(first - 1);
    }

    /**
     * Of the properties that may come next at or below a node, the one by which the object ends soonest: the required
     * one, or else the one with the least bytes. There must be one.
     */
    int nearest(Node node, int first) {
        int last = last(first);
        int best = node.below[node.atMost(last) - 1];
        if (best == nextRequired[first]) {
            return best;
        }
        for (int i = node.atMost(first - 1); i < node.count && node.below[i] <= last; i++) {
            best = shortest[node.below[i]] < shortest[best] ? node.below[i] : best;
        }
        return best;
    }

    /** A beginning of some keys. */
    static final class Node {
        private final int label;
        private final int depth;
        private int property = -1;
        private int count;
        private int[] below = new int[1];
        private @Nullable Node firstChild;
        private @Nullable Node sibling;

        private Node(int label, int depth) {
            this.label = label;
            this.depth = depth;
        }

        private Node newChild(int value) {
            Node child = new Node(value, depth + 1);
            child.sibling = firstChild;
            firstChild = child;
            return child;
        }

        private void putBelow(int index) {
            if (count == below.length) {
                below = Arrays.copyOf(below, 2 * count);
            }
            below[count++] = index;
        }

        /** How many of the properties below have at most this index. */
        private int atMost(int index) {
            int place = Arrays.binarySearch(below, 0, count, index);
            return place < 0 ? -place - 1 : place + 1;
        }

        @Nullable
        Node child(int value) {
            Node child = firstChild;
            while (child != null && child.label != value) {
                child = child.sibling;
            }
            return child;
        }

        /** The property whose key ends here, -1 if none does. */
        int property() {
            return property;
        }

        /** How many bytes of the key lie before. */
        int depth() {
            return depth;
        }
    }
}
