package dev.winnow.text.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Fragments of references: percent-encoded JSON pointers (RFC 6901) and names. */
final class Fragments {
    private Fragments() {}

    /** The fragment without percent encoding, null if that is broken. */
    static @Nullable String decoded(String fragment) {
        try {
            return URLDecoder.decode(fragment.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    static List<String> tokens(String pointer) {
        if (pointer.isEmpty()) {
            return List.of();
        }
        return Stream.of(pointer.substring(1).split("/", -1))
                .map(token -> token.replace("~1", "/").replace("~0", "~"))
                .toList();
    }

    static JsonNode item(JsonNode array, String index) {
        boolean isIndex =
                !index.isEmpty() && index.length() < 9 && index.chars().allMatch(c -> '0' <= c && c <= '9');
        return isIndex ? array.path(Integer.parseInt(index)) : MissingNode.getInstance();
    }
}
