package dev.winnow.cli.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.winnow.cli.Terminal;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SchemaCommandTest {
    @TempDir
    Path folder;

    @Test
    void each_keyword_is_told_and_a_schema_that_can_be_kept_ends_with_0() throws IOException {
        Terminal terminal = check("""
                {"type": "object", "additionalProperties": false, "required": ["title"],
                 "properties": {"title": {"type": "string"}}}""");

        assertThat(terminal.out())
                .contains("enforced", "/properties/title/type")
                .contains("is accepted");
    }

    @Test
    void a_schema_that_cannot_be_kept_ends_with_2_and_names_place_and_remedy() throws IOException {
        Path file = Files.writeString(folder.resolve("schema.json"), "{\"$ref\": \"elsewhere.json\"}");
        Terminal terminal = new Terminal(folder);

        assertThat(terminal.run("schema", "check", file.toString())).isEqualTo(2);

        assertThat(terminal.out()).contains("is refused:").contains("elsewhere.json");
    }

    @Test
    void a_file_that_is_no_json_ends_with_2() throws IOException {
        Path file = Files.writeString(folder.resolve("schema.json"), "{\n\"type\":");
        Terminal terminal = new Terminal(folder);

        assertThat(terminal.run("schema", "check", file.toString())).isEqualTo(2);

        assertThat(terminal.err()).contains("schema.json is not JSON").contains("line 2");
    }

    @Test
    void the_schema_of_the_demo_is_accepted() throws IOException {
        try (var schema = Terminal.class.getResourceAsStream("demo/schema.json")) {
            assertThat(schema).isNotNull();
            if (schema != null) {
                check(new String(schema.readAllBytes(), StandardCharsets.UTF_8));
            }
        }
    }

    private Terminal check(String schema) throws IOException {
        Path file = Files.writeString(folder.resolve("schema.json"), schema);
        Terminal terminal = new Terminal(folder);
        assertThat(terminal.run("schema", "check", file.toString()))
                .as(terminal.out() + terminal.err())
                .isZero();
        return terminal;
    }
}
