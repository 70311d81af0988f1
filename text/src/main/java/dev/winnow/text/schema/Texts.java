package dev.winnow.text.schema;

import java.nio.charset.StandardCharsets;

/** Which texts may stand in an output. */
final class Texts {
    static final String UNUSABLE = "it has a text with the NUL character or with half of a surrogate pair";

    private Texts() {}

    /** Whether a text can be written as UTF-8 and kept in PostgreSQL, which knows no NUL. */
    static boolean usable(String text) {
        return StandardCharsets.UTF_8.newEncoder().canEncode(text) && text.indexOf(0) < 0;
    }
}
