package dev.winnow.benchmarks.peers.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DataSetTest {
    private static final String SCHEMA = """
            {"type":"object","required":["title"],"properties":{"title":{"type":"string"}}}""";
    private static final String LINE = """
            {"id":"a","instruction":"Find the title.","input":"A Fjord.","output":{"title":"Fjord"}}
            """;

    @TempDir
    private Path folder;

    @BeforeEach
    void write() throws IOException {
        write("schema.json", SCHEMA);
        write("train.jsonl", LINE + "\n" + LINE.replace("\"a\"", "\"b\""));
        write("test.jsonl", LINE);
    }

    private void write(String file, String text) throws IOException {
        Files.writeString(folder.resolve(file), text);
    }

    @Test
    void a_folder_is_read_under_its_own_name() throws IOException {
        DataSet set = DataSet.read(folder);

        assertThat(set.name()).isEqualTo(folder.getFileName().toString());
        assertThat(set.training()).extracting(Document::id).containsExactly("a", "b");
        assertThat(set.measured()).singleElement().satisfies(each -> {
            assertThat(each.instruction()).isEqualTo("Find the title.");
            assertThat(each.input()).isEqualTo("A Fjord.");
            assertThat(each.output()).hasToString("{\"title\":\"Fjord\"}");
        });
    }

    @Test
    void dev_goes_before_test() throws IOException {
        write("dev.jsonl", LINE + LINE + LINE);

        assertThat(DataSet.read(folder).measured()).hasSize(3);
    }

    @Test
    void a_line_without_id_or_instruction_gets_its_place_and_the_schemas_keys() throws IOException {
        write("test.jsonl", "\n{\"input\":\"A Fjord.\",\"output\":{\"title\":\"Fjord\"}}\n");

        assertThat(DataSet.read(folder).measured()).singleElement().satisfies(each -> {
            assertThat(each.id()).isEqualTo("test.jsonl, line 2");
            assertThat(each.instruction()).endsWith("with the following keys: title");
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"schema.json", "train.jsonl", "test.jsonl"})
    void a_missing_file_is_named_with_what_is_needed(String file) throws IOException {
        Files.delete(folder.resolve(file));

        assertThatIOException()
                .isThrownBy(() -> DataSet.read(folder))
                .withMessage(folder.resolve(file) + " is missing; a folder of documents has schema.json,"
                        + " train.jsonl, and dev.jsonl or test.jsonl");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"input\":", "[]", "{\"output\":{}}", "{\"input\":7,\"output\":{}}", "{\"input\":\"\"}"})
    void a_line_that_is_no_document_is_named(String line) throws IOException {
        write("train.jsonl", LINE + "\n" + line);

        assertThatIOException().isThrownBy(() -> DataSet.read(folder)).withMessageStartingWith("train.jsonl, line 3 ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "{\"type\":\"object\",\"$ref\":\"elsewhere.json\"}"})
    void a_schema_that_winnow_does_not_take_is_refused(String schema) throws IOException {
        write("schema.json", schema);

        assertThatIOException().isThrownBy(() -> DataSet.read(folder)).withMessageStartingWith("schema.json is ");
    }

    @Test
    void a_file_without_documents_is_refused() throws IOException {
        write("test.jsonl", "\n");

        assertThatIOException()
                .isThrownBy(() -> DataSet.read(folder))
                .withMessage("test.jsonl has no document; it needs at least one");
    }

    @Test
    void a_file_that_is_not_utf8_is_named() throws IOException {
        Files.write(folder.resolve("train.jsonl"), new byte[] {'"', (byte) 0xE9, '"'});

        assertThatIOException()
                .isThrownBy(() -> DataSet.read(folder))
                .withMessageStartingWith(folder.resolve("train.jsonl") + " cannot be read as UTF-8");
    }
}
