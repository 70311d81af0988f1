package dev.winnow.text.constraint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.winnow.text.schema.CompiledSchema;
import dev.winnow.text.schema.KeywordUse;
import dev.winnow.text.schema.OutputValidator;
import dev.winnow.text.schema.SchemaCompiler;
import dev.winnow.text.schema.Treatment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The schemas of the data sets that stand beside the project. */
class RecipesAndEventsTest {
    @ParameterizedTest
    @CsvSource({"recipes, 0", "events, 0"})
    void schema_is_admitted_and_kept(String name, int checkedAfterwards) throws IOException {
        Path file = shared().resolve("data/" + name + "/schema.json");
        assumeThat(file).as("the data sets stand beside the project").exists();
        JsonNode schema = new ObjectMapper().readTree(file.toFile());
        CompiledSchema compiled = SchemaCompiler.compile(schema);
        SmallVocabulary tokens = SmallVocabulary.ofAllBytes().with("\",\"", "\":\"", "title", "null");
        Constraint constraint = tokens.compiler().compile(compiled);
        OutputValidator validator = new OutputValidator(withoutWhatIsChecked(schema));

        for (int seed = 0; seed < 40; seed++) {
            Random random = new Random(seed);
            int limit = constraint.shortestOutputTokens() + random.nextInt(80);
            String output = new Walk(tokens.vocabulary(), constraint.begin(limit), random).run(Walk.UNIFORM);
            assertThat(validator.problems(output)).as(output).isEmpty();
        }
        assertThat(compiled.report().treated(Treatment.CHECKED_AFTERWARDS)).hasSize(checkedAfterwards);
        assertThat(compiled.report().treated(Treatment.ENFORCED))
                .extracting(KeywordUse::pointer)
                .contains("/type", "/required", "/additionalProperties", "/properties/title/type");
    }

    private static JsonNode withoutWhatIsChecked(JsonNode schema) {
        JsonNode copy = schema.deepCopy();
        copy.findParents("pattern").forEach(parent -> ((com.fasterxml.jackson.databind.node.ObjectNode) parent)
                .remove(java.util.List.of("pattern", "format")));
        return copy;
    }

    private static Path shared() {
        String named = System.getProperty("WINNOW_SHARED", System.getenv().getOrDefault("WINNOW_SHARED", ""));
        if (!named.isEmpty()) {
            return Path.of(named);
        }
        Path folder = Path.of("").toAbsolutePath();
        while (folder.getParent() != null && !Files.isDirectory(folder.resolve("shared/data"))) {
            folder = folder.getParent();
        }
        return folder.resolve("shared");
    }
}
