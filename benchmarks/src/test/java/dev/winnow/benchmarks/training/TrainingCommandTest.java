package dev.winnow.benchmarks.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** What is refused is refused at once: nothing here is ever set up. */
class TrainingCommandTest {
    /** The first line of what it says, for a command that must be refused. */
    private static String refusal(String... arguments) {
        StringWriter said = new StringWriter();
        int code = new CommandLine(new TrainingCommand())
                .setErr(new PrintWriter(said))
                .execute(arguments);
        assertThat(code).as(said.toString()).isEqualTo(CommandLine.ExitCode.USAGE);
        return said.toString().lines().findFirst().orElse("");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "--epochs; 0; --epochs must be from 1 to 1000, was 0. Leave it out for 1",
                "--step-rows; 0; --step-rows must be from 1 to 65536, was 0. Leave it out for 8",
                "--steps; -1; --steps must be at least 1, was -1",
                "--pack-tokens; 7; --pack-tokens must be from 8 to 1048576, was 7. Leave it out for 1024",
                "--agree; -1; --agree must be at least 0, was -1. Leave it out for 0",
                "--rate; 0; --rate must be above 0 and at most 1, was 0.0",
                "--memory-mib; -1; --memory-mib must be at least 0, was -1",
                "--state-bytes; 1000; --state-bytes must be at least 524288, one page, was 1000",
                "--seeds; 1,2,1; --seeds needs different seeds",
                "--runs; winnow-f32-f32,winnow-f32-f32; --runs names a run twice: --seeds repeats runs",
                "--runs; peft-tuned-f32; --runs must begin with one of Winnow's",
                "--runs; winnow-f32; --runs: a run is winnow-BASE-PRODUCTS or peft-WAY-PRODUCTS, was 'winnow-f32'."
            })
    void an_option_out_of_its_bounds_is_refused(String option, String value, String message) {
        assertThat(refusal(option, value)).startsWith(message);
    }

    @Test
    void adapters_that_are_not_there_cannot_be_scored() {
        assertThat(refusal("--runs", "winnow-f32-f32,peft-full-f32", "--score"))
                .startsWith("full fine-tuning writes no adapter");
        assertThat(refusal("--memory", "--agree", "3")).startsWith("--memory takes two steps");
    }

    @Test
    void a_folder_without_documents_is_refused(@TempDir Path folder) {
        assertThat(refusal("--data", folder.toString()))
                .startsWith("--data " + folder + ": " + folder.resolve("schema.json") + " is missing;");
    }
}
