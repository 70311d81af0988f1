package dev.winnow.text.constraint;

import static dev.winnow.text.schema.Json.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.winnow.text.schema.OutputValidator;
import dev.winnow.text.schema.SchemaCompiler;
import dev.winnow.text.tokenizer.Vocabulary;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A vocabulary as large as those of the models; its times are printed, not judged. */
class LargeVocabularyTest {
    private static final String SCHEMA = "{'type':'object','required':['title','items'],'properties':{"
            + "'title':{'type':'string','minLength':1,'maxLength':200},"
            + "'items':{'type':'array','maxItems':60,'items':{'type':'string'}}}}";

    private static SmallVocabulary tokens(int count, Random random) {
        StringBuilder text = new StringBuilder();
        random.ints(300_000, 0, 59)
                .forEach(i -> text.append("etaoin shrdlu ETAOIN0123456789.,:;\"\\{}[]é日本語ünd-_/()<>!?*ab".charAt(i)));
        return SmallVocabulary.ofAllBytes().withPiecesOf(text.toString(), count, random);
    }

    @Test
    void fifty_thousand_tokens_are_walked_and_kept() {
        Random random = new Random(3);
        SmallVocabulary tokens = tokens(50_000, random);
        Vocabulary vocabulary = tokens.vocabulary();
        long start = System.nanoTime();
        ConstraintCompiler compiler = new ConstraintCompiler(vocabulary, tokens);
        long built = System.nanoTime();
        Constraint constraint = compiler.compile(SchemaCompiler.compile(json(SCHEMA)));
        long compiled = System.nanoTime();
        long[] mask = new long[(vocabulary.size() + 63) / 64];
        int steps = 0;
        for (int round = 0; round < 20; round++) {
            Cursor cursor = constraint.begin(200);
            for (int token : tokens.encode("{\"title\":\"the end\",\"items\":[\"a\",\"b\",\"c")) {
                cursor.allow(mask);
                cursor.accept(token);
                steps++;
            }
        }
        System.out.printf(
                "%d tokens: trie %s, schema %s, %d steps %s%n",
                vocabulary.size(),
                Duration.ofNanos(built - start),
                Duration.ofNanos(compiled - built),
                steps,
                Duration.ofNanos(System.nanoTime() - compiled));

        String output = new Walk(vocabulary, constraint.begin(120), random).run(Walk.endless(vocabulary));

        assertThat(new OutputValidator(json(SCHEMA)).problems(output))
                .as(output)
                .isEmpty();
    }
}
