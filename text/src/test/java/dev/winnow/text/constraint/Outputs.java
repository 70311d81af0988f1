package dev.winnow.text.constraint;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.winnow.text.schema.CompiledSchema;

/** Says which outputs may be written under a schema, with a vocabulary of nothing but bytes. */
public final class Outputs {
    private static final SmallVocabulary BYTES = SmallVocabulary.ofAllBytes();
    private static final ConstraintCompiler COMPILER = BYTES.compiler();

    private final Constraint constraint;

    /** Takes a schema's constraint. */
    public Outputs(CompiledSchema schema) {
        this.constraint = COMPILER.compile(schema);
    }

    /** Whether all of a text is allowed, byte by byte, and an end behind it. */
    public boolean allow(String text) {
        byte[] bytes = text.getBytes(UTF_8);
        Cursor cursor = constraint.begin(bytes.length + 100_000);
        long[] mask = new long[(BYTES.size() + 63) / 64];
        for (byte value : bytes) {
            int token = 1 + (value & 0xff);
            cursor.allow(mask);
            if ((mask[token >> 6] >> (token & 63) & 1) == 0) {
                return false;
            }
            cursor.accept(token);
        }
        return cursor.mayEnd();
    }
}
