package dev.winnow.text.constraint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.winnow.text.schema.OutputValidator;
import dev.winnow.text.schema.SchemaCompiler;
import dev.winnow.text.tokenizer.Vocabulary;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Schemas that ask for much at once. Whoever writes under them knows nothing and takes any token that is allowed, as a
 * model with random weights does at a high temperature.
 */
class DemandingSchemasTest {
    private static final int DOCUMENTS = 60;

    static Stream<Arguments> schemas() throws IOException {
        try (InputStream file = DemandingSchemasTest.class.getResourceAsStream("demanding-schemas.json")) {
            return new JsonMapper()
                    .readTree(file).properties().stream().map(one -> arguments(one.getKey(), one.getValue()));
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("schemas")
    void every_document_fits_its_schema_and_its_limit(String name, JsonNode schema) {
        Random random = new Random(name.hashCode());
        SmallVocabulary tokens = SmallVocabulary.ofAllBytes()
                .with(
                        "\",\"", "\":\"", "},{", "],[", "null", "true", "\":", "00", "12", "Ab", "the ", "α", "😀",
                        "2024-");
        Vocabulary vocabulary = tokens.vocabulary();
        Constraint constraint = tokens.compiler().compile(SchemaCompiler.compile(schema));
        OutputValidator validator = new OutputValidator(schema);
        for (int i = 0; i < DOCUMENTS; i++) {
            int limit = constraint.shortestOutputTokens() + (i < 5 ? i : random.nextInt(200));
            Walk walk = new Walk(vocabulary, constraint.begin(limit), random);

            String document = walk.run(i % 3 == 0 ? Walk.endless(vocabulary) : Walk.UNIFORM);

            assertThat(walk.tokens()).as(document).isLessThanOrEqualTo(limit);
            List<String> problems = validator.problems(document);
            assertThat(ValidatorsWord.fits(problems, document))
                    .as("%s %s", document, problems)
                    .isTrue();
        }
    }
}
