package dev.winnow.benchmarks.validity;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class ValidityCommandTest {
    private static final int DOCUMENTS = 12;

    @TempDir
    private Path folder;

    private final StringWriter said = new StringWriter();

    private int run(String... arguments) {
        return new CommandLine(new ValidityCommand())
                .setErr(new PrintWriter(said))
                .execute(arguments);
    }

    @Test
    void model_that_knows_nothing_writes_valid_documents_under_every_demanding_schema() throws IOException {
        Path figures = folder.resolve("figures.json");

        int code = run("--documents", String.valueOf(DOCUMENTS), "--json", figures.toString());

        JsonNode found = new ObjectMapper().readTree(figures.toFile()).get("figures");
        assertThat(found).hasSize(20);
        assertThat(found).allSatisfy(one -> assertThat(one.get("valid").intValue())
                .as(one.toString())
                .isEqualTo(DOCUMENTS));
        assertThat(code).isZero();
    }

    @Test
    void what_is_refused_is_refused_before_a_model_is_loaded() throws IOException {
        Path impossible = Files.writeString(folder.resolve("impossible.json"), "{\"never\": false}");
        Path empty = Files.writeString(folder.resolve("empty.json"), "{}");

        assertThat(run("--temperature", "2.5")).isEqualTo(CommandLine.ExitCode.USAGE);
        assertThat(run("--documents", "0")).isEqualTo(CommandLine.ExitCode.USAGE);
        assertThat(run("--schemas", impossible.toString())).isEqualTo(CommandLine.ExitCode.USAGE);
        assertThat(run("--schemas", empty.toString())).isEqualTo(CommandLine.ExitCode.USAGE);
        assertThat(said.toString())
                .contains(
                        "--temperature must be from 0 to 2",
                        "--documents must be from 1",
                        "no value fits",
                        "no schemas");
    }

    @Test
    void document_that_does_not_fit_counts_as_such() {
        Tally tally = new Tally();

        tally.valid(10, false);
        tally.invalid("{}", "/: no name");
        tally.overLimit(11, 10);
        tally.failed("TIME_LIMIT: took an hour");

        assertThat(tally.others()).isEqualTo(3);
        assertThat(tally.values()).containsEntry("valid", 1).containsEntry("first_problem", "/: no name in {}");
    }
}
