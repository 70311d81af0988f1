package dev.winnow.text.constraint;

import com.fasterxml.jackson.databind.node.TextNode;
import dev.winnow.text.schema.Shape.Property;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The listed keys of one kind of object, as one trie for all its places and for all properties that may come first: a
 * node knows which properties lie below it, and whoever stands there knows which of them may still come. Immutable.
 */
final class Keys {
    private final List<Property> properties;
    private final Node root = new Node(0, 0);

    Keys(List<Property> properties) {
        this.properties = properties;
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

    /** A property's key with its quotes. */
    byte[] text(int property) {
        return json(properties.get(property).name()).getBytes(StandardCharsets.UTF_8);
    }

    private static String json(String name) {
        return TextNode.valueOf(name).toString();
    }

    /** A key with its quotes, its bytes in the characters of ISO 8859-1. */
    static String quoted(String name) {
        return new String(json(name).getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }

    /** Before the quote of a key. */
    Node root() {
        return root;
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

        /** How many properties lie below; {@link #below} tells them in order. */
        int count() {
            return count;
        }

        int below(int index) {
            return below[index];
        }

        /** How many of the properties below have at most this index. */
        int atMost(int index) {
            int place = Arrays.binarySearch(below, 0, count, index);
            return place < 0 ? -place - 1 : place + 1;
        }

        /** Whether a property is among those below. */
        boolean holds(int index) {
            return Arrays.binarySearch(below, 0, count, index) >= 0;
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
