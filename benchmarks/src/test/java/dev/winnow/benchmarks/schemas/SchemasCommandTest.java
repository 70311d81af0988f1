package dev.winnow.benchmarks.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** What is refused is refused at once: nothing here is ever set up. */
class SchemasCommandTest {
    @TempDir
    private Path folder;

    /** The first line of what it says, for a command that must be refused. */
    private static String refusal(String... arguments) {
        StringWriter said = new StringWriter();
        int code = new CommandLine(new SchemasCommand())
                .setErr(new PrintWriter(said))
                .execute(arguments);
        assertThat(code).as(said.toString()).isEqualTo(CommandLine.ExitCode.USAGE);
        return said.toString().lines().findFirst().orElse("");
    }

    @Test
    void numbers_out_of_bounds_are_refused() {
        assertThat(refusal("--rounds", "0", folder.toString()))
                .isEqualTo("--rounds must be at least 1, was 0. Leave it out for 1");
        assertThat(refusal("--warm-up", "-1", folder.toString()))
                .isEqualTo("--warm-up must be at least 0, was -1. Leave it out for 1000");
    }

    @Test
    void a_folder_without_schemas_is_refused() throws IOException {
        assertThat(refusal(folder.resolve("gone").toString())).isEqualTo(folder.resolve("gone") + " is no folder");

        Files.writeString(folder.resolve("other.json"), "{\"schema\": true}");
        Files.writeString(folder.resolve("damaged.json"), "{\"schema\":");
        assertThat(refusal(folder.toString())).startsWith(folder + " has no *.json with a schema and its tests: ");
    }

    @Test
    void a_tokenizer_that_cannot_be_had_is_refused() throws IOException {
        Files.writeString(folder.resolve("a.json"), "{\"schema\": true, \"tests\": []}");
        Path gone = folder.resolve("gone.gguf");

        assertThat(refusal("--tokenizer", gone.toString(), folder.toString()))
                .startsWith("--tokenizer %s: %s is not there; ".formatted(gone, gone));
        assertThat(refusal("--tokenizer", "ftp:model", folder.toString()))
                .startsWith("--tokenizer ftp:model: 'ftp:model' names no model");
    }
}
