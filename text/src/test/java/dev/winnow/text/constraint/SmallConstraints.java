package dev.winnow.text.constraint;

import static dev.winnow.text.schema.Json.json;

import dev.winnow.text.schema.SchemaCompiler;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** Constraints on a vocabulary of all bytes and a few words, and steps through them. */
final class SmallConstraints {
    static final SmallVocabulary TOKENS = SmallVocabulary.ofAllBytes()
            .with("{\"", "title", "\":\"", "\",\"", "price", "\":", "    ", "null", "north", "orth");

    private SmallConstraints() {}

    static Constraint constraint(String schema) {
        return TOKENS.compiler().compile(SchemaCompiler.compile(json(schema)));
    }

    static String text(int... ids) {
        List<Integer> list = Arrays.stream(ids).boxed().toList();
        return new String(TOKENS.spell(list), StandardCharsets.UTF_8);
    }

    static void accept(Cursor cursor, String text) {
        for (int token : TOKENS.encode(text)) {
            cursor.accept(token);
        }
    }

    static boolean allows(Cursor cursor, int token) {
        long[] mask = new long[(TOKENS.size() + 63) / 64];
        cursor.allow(mask);
        return (mask[token >> 6] >> (token & 63) & 1) != 0;
    }
}
