package dev.winnow.text.constraint;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.winnow.text.schema.OutputValidator;
import dev.winnow.text.schema.SchemaCompiler;
import dev.winnow.text.tokenizer.Vocabulary;
import java.io.ByteArrayOutputStream;
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
    @ValueSource(longs = {11, 12, 13, 14})
    void walks_under_schemas_with_definitions_and_alternatives_fit_too(long seed) {
        Random random = new Random(seed);
        RandomSchemas schemas = new RandomSchemas(random);
        SmallVocabulary tokens = vocabulary(random);
        Vocabulary vocabulary = tokens.vocabulary();
        ConstraintCompiler compiler = new ConstraintCompiler(vocabulary, tokens);
        for (int i = 0; i < 80; i++) {
            ObjectNode schema = schemas.document(3);
            Constraint constraint = compiler.compile(SchemaCompiler.compile(schema));
            OutputValidator validator = new OutputValidator(schema);
            for (int walk = 0; walk < 8; walk++) {
                int limit = constraint.shortestOutputTokens() + (walk < 3 ? walk : random.nextInt(120));
                Walk one = new Walk(vocabulary, constraint.begin(limit), random);

                String output = one.run(walk % 2 == 0 ? Walk.UNIFORM : Walk.endless(vocabulary));

                assertThat(one.tokens()).as("%s within %s", output, limit).isLessThanOrEqualTo(limit);
                assertThat(validator.problems(output))
                        .as("%s under %s", output, schema)
                        .isEmpty();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {21, 22, 23, 24})
    void whatever_fits_a_schema_is_accepted_byte_by_byte_and_what_does_not_is_not(long seed) {
        Random random = new Random(seed);
        RandomSchemas schemas = new RandomSchemas(random);
        SmallVocabulary tokens = SmallVocabulary.ofAllBytes();
        ConstraintCompiler compiler = tokens.compiler();
        int fitting = 0;
        int spoilt = 0;
        for (int i = 0; i < 150; i++) {
            ObjectNode schema = schemas.document(2);
            Constraint constraint = compiler.compile(SchemaCompiler.compile(schema));
            OutputValidator validator = new OutputValidator(schema);
            RandomInstances instances = new RandomInstances(schema, random);
            for (int one = 0; one < 8; one++) {
                String instance = instances.next();
                if (validator.problems(instance).isEmpty()) {
                    fitting++;
                    assertThat(accepted(constraint, instance.getBytes(UTF_8)))
                            .as("bytes of %s that are accepted under %s", instance, schema)
                            .isEqualTo(instance.getBytes(UTF_8).length);
                }
                byte[] changed = changed(instance.getBytes(UTF_8), random);
                if (accepted(constraint, changed) == changed.length) {
                    spoilt++;
                    String text = new String(changed, UTF_8);
                    assertThat(validator.problems(text))
                            .as("%s under %s", text, schema)
                            .isEmpty();
                    assertThat(text.getBytes(UTF_8)).as("UTF-8").isEqualTo(changed);
                }
            }
        }
        assertThat(fitting).as("instances that fit").isGreaterThan(600);
        assertThat(spoilt).as("changed ones that still fit").isGreaterThan(50);
    }

    /** How many bytes are taken; all of them counts only where the output may end. */
    private static int accepted(Constraint constraint, byte[] output) {
        Cursor cursor = constraint.begin(1_000_000);
        long[] mask = new long[5];
        for (int i = 0; i < output.length; i++) {
            int token = 1 + (output[i] & 0xff);
            cursor.allow(mask);
            if ((mask[token >> 6] >> (token & 63) & 1) == 0) {
                return i;
            }
            cursor.accept(token);
        }
        return cursor.mayEnd() ? output.length : -1;
    }

    /** The same with one byte put in, left out or replaced by another of it, or by one that JSON is made of. */
    private static byte[] changed(byte[] output, Random random) {
        String syntax = "{}[],:\"\\\\-.0123456789aeu";
        int at = random.nextInt(output.length);
        int kind = random.nextInt(3);
        ByteArrayOutputStream changed = new ByteArrayOutputStream();
        changed.write(output, 0, at);
        if (kind > 0) {
            changed.write(
                    random.nextBoolean()
                            ? syntax.charAt(random.nextInt(syntax.length()))
                            : output[random.nextInt(output.length)]);
        }
        int rest = kind == 1 ? at : at + 1;
        changed.write(output, rest, output.length - rest);
        return changed.toByteArray();
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
