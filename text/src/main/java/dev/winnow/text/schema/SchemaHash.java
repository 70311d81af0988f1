package dev.winnow.text.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Iterator;

/** The name of a schema in provenance: equal for schemas that say the same in the same order of properties. */
public final class SchemaHash {
    private SchemaHash() {}

    /**
     * Hashes the compact JSON of a schema: {@code sha256:} and 64 hex digits. Members are sorted by name, but those of
     * {@code properties} keep their order, since outputs follow it.
     */
    public static String of(JsonNode schema) {
        StringBuilder canonical = new StringBuilder();
        write(schema, false, canonical);
        return "sha256:" + HexFormat.of().formatHex(sha256(canonical.toString().getBytes(StandardCharsets.UTF_8)));
    }

    private static void write(JsonNode node, boolean orderMatters, StringBuilder out) {
        if (node instanceof ObjectNode object) {
            writeObject(object, orderMatters, out);
        } else if (node.isArray()) {
            out.append('[');
            for (int i = 0; i < node.size(); i++) {
                out.append(i == 0 ? "" : ",");
                write(node.get(i), false, out);
            }
            out.append(']');
        } else {
            out.append(node);
        }
    }

    private static void writeObject(ObjectNode object, boolean orderMatters, StringBuilder out) {
        var names = object.propertyStream().map(java.util.Map.Entry::getKey);
        Iterator<String> ordered = (orderMatters ? names : names.sorted()).iterator();
        out.append('{');
        String separator = "";
        while (ordered.hasNext()) {
            String name = ordered.next();
            out.append(separator).append(TextNode.valueOf(name)).append(':');
            write(object.get(name), !orderMatters && name.equals("properties"), out);
            separator = ",";
        }
        out.append('}');
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
