package dev.winnow.benchmarks.peers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.winnow.benchmarks.peers.system.WinnowSystem;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** What is refused is refused at once: nothing here is ever set up. */
class PeersCommandTest {
    /** The first line of what it says, for a command that must be refused. */
    private static String refusal(String... arguments) {
        StringWriter said = new StringWriter();
        int code = new CommandLine(new PeersCommand())
                .setErr(new PrintWriter(said))
                .execute(arguments);
        assertThat(code).as(said.toString()).isEqualTo(CommandLine.ExitCode.USAGE);
        return said.toString().lines().findFirst().orElse("");
    }

    @ParameterizedTest
    @CsvSource({
        "--documents, 1000",
        "--rounds, 2",
        "--max-output-tokens, 384",
        "--trial-documents, 24",
    })
    void a_number_below_one_is_refused(String option, int usual) {
        assertThat(refusal(option, "0")).isEqualTo("%s must be at least 1, was 0. Leave it out for %d", option, usual);
        assertThat(refusal(option, "-3")).startsWith(option + " must be at least 1, was -3");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "1025"})
    void slots_are_between_what_the_engine_takes(String slots) {
        assertThat(refusal("--slots", slots))
                .isEqualTo(
                        "--slots must be from 1 to 1024, was %s. Leave it out for %d",
                        slots, WinnowSystem.usualSlots());
    }

    @Test
    void an_unknown_peer_is_refused() {
        assertThat(refusal("--peers", "llama,vllm"))
                .isEqualTo("--peers knows llama, hf, none, not 'vllm'. Leave it out for llama,hf");
    }

    @Test
    void an_unknown_mode_is_refused() {
        assertThat(refusal("--modes", "f16,int4"))
                .startsWith("--modes knows f32, f16, int8")
                .endsWith("not 'int4'. Leave it out for f16,bf16,int8,int8w7,int8x2,f32");
    }

    @Test
    void a_setting_that_no_system_has_cannot_be_fixed() {
        assertThat(refusal("--fix", "llama.cpp.threads=2", "--modes", "int8"))
                .isEqualTo("--fix knows no 'llama.cpp.threads'. With these systems it knows winnow-int8.slots,"
                        + " winnow-int8.lanes, winnow-int8.adapter, winnow-int8.spin, llama.cpp.slots, llama.cpp.weights, llama.cpp.flash,"
                        + " llama.cpp.lookup, hf.batch, hf.type");
    }

    @Test
    void a_setting_of_a_system_that_does_not_run_cannot_be_fixed() {
        assertThat(refusal("--fix", "hf.batch=4", "--peers", "llama")).startsWith("--fix knows no 'hf.batch'.");
        assertThat(refusal("--fix", "winnow-int8.adapter=merged", "--modes", "f16"))
                .startsWith("--fix knows no 'winnow-int8.adapter'.");
    }

    @Test
    void a_setting_cannot_be_fixed_to_what_cannot_be() {
        assertThat(refusal("--fix", "llama.cpp.slots=many"))
                .isEqualTo("--fix llama.cpp.slots=many: slots must be a whole number from 1 to 1024, was 'many'");
    }

    @Test
    void a_folder_without_documents_is_refused(@TempDir Path folder) throws IOException {
        assertThat(refusal("--data", folder.toString()))
                .startsWith("--data " + folder + ": " + folder.resolve("schema.json") + " is missing;")
                .endsWith("has schema.json, train.jsonl, and dev.jsonl or test.jsonl");

        Files.writeString(folder.resolve("schema.json"), "{\"type\":");
        assertThat(refusal("--data", folder.toString())).startsWith("--data " + folder + ": schema.json is no JSON");
    }

    @Test
    void an_adapter_is_for_one_folder_and_must_be_one(@TempDir Path folder) {
        assertThat(refusal("--adapter", folder.toString())).startsWith("--adapter is for one folder of documents");
        assertThat(refusal("--data", "somewhere", "--adapter", folder.toString()))
                .startsWith("--adapter " + folder + ": ")
                .contains("adapter_model.safetensors");
    }

    @Test
    void the_second_of_two_folders_is_looked_at_too(@TempDir Path folder) throws IOException {
        Path good = Files.createDirectory(folder.resolve("good"));
        Files.writeString(good.resolve("schema.json"), """
                {"type":"object","required":["title"],"properties":{"title":{"type":"string"}}}""");
        for (String file : new String[] {"train.jsonl", "dev.jsonl"}) {
            Files.writeString(good.resolve(file), "{\"input\":\"A Fjord.\",\"output\":{\"title\":\"Fjord\"}}");
        }

        assertThat(refusal(
                        "--data",
                        good.toString(),
                        "--data",
                        folder.resolve("gone").toString()))
                .contains(folder.resolve("gone").resolve("schema.json") + " is missing");
    }
}
