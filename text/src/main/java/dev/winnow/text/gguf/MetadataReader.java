package dev.winnow.text.gguf;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads the key-value part of a header. Used once. */
final class MetadataReader {
    private static final int MOST_KEY_BYTES = 65_535;
    private static final int ARRAY = 9;

    private final HeaderReader in;
    // A boxed element takes more memory than the byte that announces it, so elements have a limit of their own.
    private long elementsLeft = 4_000_000;

    MetadataReader(HeaderReader in) {
        this.in = in;
    }

    Map<String, Object> read(long count) {
        Map<String, Object> values = new HashMap<>();
        for (long i = 0; i < count; i++) {
            String key = in.string("the name of key " + i, MOST_KEY_BYTES);
            Object value = value(in.int32("the type of " + key), key);
            if (values.put(key, value) != null) {
                throw in.refused("the key %s stands there twice".formatted(key));
            }
        }
        return values;
    }

    private Object value(int type, String key) {
        return type == ARRAY ? array(key) : scalar(type, key);
    }

    private Object scalar(int type, String key) {
        return switch (type) {
            case 0 -> (long) (in.int8(key) & 0xff);
            case 1 -> (long) in.int8(key);
            case 2 -> (long) (in.int16(key) & 0xffff);
            case 3 -> (long) in.int16(key);
            case 4 -> in.int32(key) & 0xffffffffL;
            case 5 -> (long) in.int32(key);
            case 6 -> Float.intBitsToFloat(in.int32(key));
            case 7 -> in.int8(key) != 0;
            case 8 -> in.string(key, HeaderReader.MOST_STRING_BYTES);
            case 10 -> in.count(key, Long.MAX_VALUE);
            case 11 -> in.int64(key);
            case 12 -> Double.longBitsToDouble(in.int64(key));
            default -> throw in.refused("the value of %s has the unknown type %d".formatted(key, type));
        };
    }

    private List<Object> array(String key) {
        int type = in.int32("the element type of " + key);
        long length = in.count("the number of elements of " + key, elementsLeft);
        in.requireLeft(Math.multiplyExact(length, leastBytes(type, key)), key);
        elementsLeft -= length;
        List<Object> elements = new ArrayList<>((int) length);
        for (long i = 0; i < length; i++) {
            elements.add(scalar(type, key));
        }
        return elements;
    }

    private long leastBytes(int type, String key) {
        return switch (type) {
            case 0, 1, 7 -> 1;
            case 2, 3 -> 2;
            case 4, 5, 6 -> 4;
            case 8, 10, 11, 12 -> 8;
            case ARRAY -> throw in.refused("%s is an array of arrays, which Winnow does not read".formatted(key));
            default -> throw in.refused("the elements of %s have the unknown type %d".formatted(key, type));
        };
    }
}
