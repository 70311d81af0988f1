package dev.winnow.text.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SchemaTestsTest {
    @TempDir
    Path folder;

    @Test
    void files_hold_one_schema_or_a_list_and_other_fields_are_passed_over() throws IOException {
        String one = """
                {"meta": [{"schema": 1}], "description": "d", "tests": [
                   {"data": 1, "comment": {"valid": false}, "valid": true, "description": "t"}], "schema": true}""";

        assertThat(read(one)).singleElement().satisfies(schema -> {
            assertThat(schema.description()).isEqualTo("d");
            assertThat(schema.schema().isBoolean()).isTrue();
            assertThat(schema.instances())
                    .extracting(TestedInstance::description)
                    .containsExactly("t");
        });
        assertThat(read("[" + one + ", 3, " + one + "]")).hasSize(2);
    }

    @Test
    void source_is_what_stands_in_the_file() throws IOException {
        List<String> sources = List.of(
                "{ \"a\" :\t[1.0, 2e0 ,\n3] }",
                "\"\u00e9\ud83d\ude00 \\u00e9\"",
                "-0.50",
                "12345678901234567890123",
                "null",
                "true",
                "[ ]",
                "\"\"");
        StringBuilder tests = new StringBuilder("{\"description\": \"\ud83d\ude00\", \"schema\": {}, \"tests\": [");
        for (String source : sources) {
            tests.append("{\"data\": ").append(source).append(" ,\"valid\":true},{\"valid\":true,\"data\":");
            tests.append(source).append("},");
        }
        tests.setCharAt(tests.length() - 1, ']');

        List<TestedInstance> instances = read(tests + "}").get(0).instances();

        for (int i = 0; i < instances.size(); i++) {
            assertThat(instances.get(i).source()).isEqualTo(sources.get(i / 2));
        }
        assertThat(instances).hasSize(2 * sources.size());
    }

    @Test
    void compact_texts_have_plain_numbers() throws IOException {
        String test = "{\"schema\": {}, \"tests\": [{\"valid\": true, \"data\":"
                + " [1.0, 1.50, 1e3, 1E-3, 0.0, -0.0, 12345678901234567890123, 0.1000000000000000055, \"a \\u00e9/\\n\", {\"b\": null,"
                + " \"a\": {}}]}]}";

        assertThat(SchemaOrder.text(read(test).get(0).instances().get(0).data()))
                .isEqualTo("[1,1.5,1000,0.001,0,0,12345678901234567890123,0.1000000000000000055,\"a \u00e9/\\n\","
                        + "{\"b\":null,\"a\":{}}]");
    }

    @Test
    void json_of_another_form_holds_nothing_and_what_is_no_json_says_so() throws IOException {
        assertThat(read("{\"name\": \"package\"}")).isEmpty();
        assertThat(read("3")).isEmpty();
        assertThatThrownBy(() -> read("{\"schema\": ")).isInstanceOf(JsonProcessingException.class);
    }

    @Test
    void dialect_is_given_to_schemas_that_name_none() throws IOException {
        Path file = Files.writeString(folder.resolve("a.json"), """
                [{"schema": {}, "tests": []}, {"schema": {"$schema": "own"}, "tests": []}, {"schema": false, "tests": []}]""");

        assertThat(new SchemaTests("given").read(file))
                .extracting(schema -> schema.schema().path("$schema").asText())
                .containsExactly("given", "own", "");
    }

    @Test
    void files_are_found_below_in_order() throws IOException {
        Files.createDirectories(folder.resolve("b/c"));
        for (String name : List.of("b/c/2.json", "z.json", "b/1.json", "a.txt")) {
            Files.writeString(folder.resolve(name), "{}");
        }

        assertThat(SchemaTests.under(folder))
                .containsExactly(folder.resolve("b/1.json"), folder.resolve("b/c/2.json"), folder.resolve("z.json"));
    }

    @Test
    void percentiles_are_times_that_were_measured() {
        Durations durations = new Durations();
        for (int i = 100; i > 0; i--) {
            durations.add(i);
        }

        assertThat(durations.percentiles(1)).isEqualTo(new Percentiles(50, 50.5, 99, 100));
        assertThat(new Durations().percentiles(1)).isEqualTo(new Percentiles(0, 0, 0, 0));
    }

    private List<TestedSchema> read(String text) throws IOException {
        return new SchemaTests().read(Files.writeString(folder.resolve("tests.json"), text));
    }
}
