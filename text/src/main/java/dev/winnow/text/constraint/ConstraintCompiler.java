package dev.winnow.text.constraint;

import dev.winnow.text.schema.CompiledSchema;
import dev.winnow.text.tokenizer.TextEncoder;
import dev.winnow.text.tokenizer.Vocabulary;
import java.util.TreeSet;

/**
 * Compiles schemas against one vocabulary. Outputs are compact JSON: no white space outside strings, properties in the
 * schema's order.
 *
 * <p>Keep one for each model: it holds the vocabulary as a trie, some milliseconds and megabytes of work. Thread-safe.
 */
public final class ConstraintCompiler {
    private final Vocabulary vocabulary;
    private final TextEncoder encoder;
    private final TokenTrie trie;
    private final Spelling spelling;
    private final TextMasks textMasks;

    /** Takes a vocabulary and the encoder that belongs to it. */
    public ConstraintCompiler(Vocabulary vocabulary, TextEncoder encoder) {
        this.vocabulary = vocabulary;
        this.encoder = encoder;
        this.trie = new TokenTrie(vocabulary);
        this.spelling = new Spelling(trie);
        this.textMasks = new TextMasks(trie);
    }

    /**
     * Compiles a schema.
     *
     * @throws IllegalArgumentException if this vocabulary cannot spell the schema's shortest output; the message names
     *     the bytes that it lacks
     */
    public Constraint compile(CompiledSchema schema) {
        return compile(schema, OutputForm.COMPACT);
    }

    /**
     * Compiles a schema for outputs of a form.
     *
     * @throws IllegalArgumentException as above
     */
    public Constraint compile(CompiledSchema schema, OutputForm form) {
        Frames frames = new Frames(spelling, form);
        State root = frames.gap(frames.enter(schema.root(), frames.gap(new OutputEnd())));
        Ending shortest;
        try {
            shortest = root.ending();
        } catch (StackOverflowError e) {
            throw new IllegalArgumentException(
                    "outputs of this schema are nested too deeply, or must have too many items; require less", e);
        }
        if (!shortest.isPossible()) {
            throw new IllegalArgumentException("the vocabulary of the model cannot spell outputs of this schema: it has"
                    + " no tokens for " + lacking(shortest) + "; use a model whose tokenizer covers all bytes");
        }
        return new SchemaConstraint(root, new Steps(vocabulary, encoder, trie, textMasks));
    }

    private String lacking(Ending ending) {
        TreeSet<String> bytes = new TreeSet<>();
        for (Ending rest = ending; rest != Ending.HERE; rest = rest.skip(1)) {
            if (!trie.hasSingle(rest.first())) {
                bytes.add(String.format("0x%02x", rest.first()));
            }
        }
        return String.join(" ", bytes);
    }
}
