package dev.winnow.benchmarks.peers.document;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.winnow.text.schema.OutputValidator;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class BundledSampleTest {
    private final DataSet sample;

    BundledSampleTest() throws IOException {
        sample = DataSet.bundled();
    }

    private Stream<Document> all() {
        return Stream.concat(sample.training().stream(), sample.measured().stream());
    }

    @Test
    void the_sample_has_documents_to_learn_from_and_others_to_measure_with() {
        assertThat(sample.training()).hasSize(80);
        assertThat(sample.measured()).hasSize(24);
        assertThat(all().map(Document::id)).doesNotHaveDuplicates();
        assertThat(all().map(each -> each.output().path("title").asText().toLowerCase(Locale.ROOT)))
                .doesNotHaveDuplicates();
    }

    @Test
    void its_outputs_obey_its_schema_with_properties_in_their_order() {
        OutputValidator validator = new OutputValidator(sample.schema());
        List<String> keys = names(sample.schema().path("properties"));

        assertThat(all()).allSatisfy(each -> {
            assertThat(validator.problems(each.output())).isEmpty();
            assertThat(names(each.output())).isEqualTo(keys);
        });
    }

    @Test
    void its_documents_say_what_their_outputs_hold() {
        assertThat(all()).allSatisfy(each -> {
            String text = each.input().replaceAll("\\s+", " ");
            assertThat(texts(each.output()))
                    .allSatisfy(value -> assertThat(text).contains(value));
            String withoutThousands = text.replaceAll("(?<=[0-9])['.,](?=[0-9]{3})", "");
            assertThat(numbers(each.output()))
                    .allSatisfy(value -> assertThat(withoutThousands).contains(value));
        });
    }

    private static List<String> names(JsonNode object) {
        List<String> names = new ArrayList<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }

    private static List<String> numbers(JsonNode output) {
        List<String> numbers = new ArrayList<>();
        output.forEach(value -> {
            if (value.isNumber()) {
                numbers.add(value.asText());
            }
        });
        return numbers;
    }

    private static List<String> texts(JsonNode output) {
        List<String> texts = new ArrayList<>();
        output.forEach(value -> {
            if (value.isTextual()) {
                texts.add(value.asText());
            }
            value.forEach(entry -> texts.add(entry.asText()));
        });
        return texts;
    }
}
