package dev.winnow.text.constraint;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.winnow.text.schema.OutputValidator;
import dev.winnow.text.schema.SchemaCompiler;
import dev.winnow.text.tokenizer.Vocabulary;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whoever chooses the tokens, and whatever the limit: the output parses, fits, and is in time. */
class RandomWalkTest {
    private static final String TEXT =
            "{\"title\":\"日本 é\",\"price\":12.50,\"ab\":[null,true],\"a\":\"north\"},{\"é\":\"\\u00e9\\ud83d\\ude00😀\"}]";

    private static SmallVocabulary vocabulary(Random random) {
        return SmallVocabulary.ofAllBytes()
                .withPiecesOf(TEXT, 60, random)
                .with("\",\"", "\":\"", "},{", "    ", "        ", "],[", "null", "true", "\":", "00", "a\",\"");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void every_output_fits_its_schema_and_its_limit(long seed) {
        Random random = new Random(seed);
        RandomSchemas schemas = new RandomSchemas(random);
        SmallVocabulary tokens = vocabulary(random);
        Vocabulary vocabulary = tokens.vocabulary();
        ConstraintCompiler compiler = new ConstraintCompiler(vocabulary, tokens);
        for (int i = 0; i < 60; i++) {
            ObjectNode schema = schemas.next(3);
            Constraint constraint = compiler.compile(SchemaCompiler.compile(schema));
            OutputValidator validator = new OutputValidator(schema);
            for (int walk = 0; walk < 12; walk++) {
                int limit = constraint.shortestOutputTokens() + (walk < 4 ? walk : random.nextInt(200));
                Walk one = new Walk(vocabulary, constraint.begin(limit), random);

                String output = walk % 2 == 0 ? one.run(Walk.UNIFORM) : one.run(Walk.endless(vocabulary));

                assertThat(one.tokens()).as("%s within %s", output, limit).isLessThanOrEqualTo(limit);
                assertThat(validator.problems(output))
                        .as("%s under %s", output, schema)
                        .isEmpty();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {7, 8})
    void output_that_ends_where_it_may_fits_too(long seed) {
        Random random = new Random(seed);
        RandomSchemas schemas = new RandomSchemas(random);
        SmallVocabulary tokens = vocabulary(random);
        Vocabulary vocabulary = tokens.vocabulary();
        for (int i = 0; i < 100; i++) {
            ObjectNode schema = schemas.next(0);
            Constraint constraint = new ConstraintCompiler(vocabulary, tokens).compile(SchemaCompiler.compile(schema));

            String output = new Walk(vocabulary, constraint.begin(200), random).runUntilItMayEnd(Walk.UNIFORM);

            assertThat(new OutputValidator(schema).problems(output))
                    .as("%s under %s", output, schema)
                    .isEmpty();
        }
    }
}
