package dev.winnow.benchmarks.guide;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GuideRunTest {
    private final ByteArrayOutputStream told = new ByteArrayOutputStream();

    @TempDir
    Path folder;

    private Duration limit = Duration.ofMinutes(1);

    @Test
    void commands_are_those_of_sh_blocks_and_run_in_the_order_of_the_pages() throws IOException {
        page("2-use.md", "```sh", "# what was set before is still set", "echo \"again $JOB\"", "```");
        page(
                "1-make.md",
                "Type this:",
                "```sh",
                "JOB=$(printf 'a\\nb')",
                "",
                "echo one \\",
                "  \"$JOB\"",
                "```",
                "and see that:",
                "```",
                "one a",
                "```");
        page("README.md", "No command here.");

        GuideRun run = followed(true);

        assertThat(run.transcript())
                .containsExactly(
                        "# 1-make.md",
                        "$ JOB=$(printf 'a\\nb')",
                        "$ echo one \\\n  \"$JOB\"",
                        "one a",
                        "b",
                        "# 2-use.md",
                        "$ echo \"again $JOB\"",
                        "again a",
                        "b");
        assertThat(told.toString(UTF_8)).contains("  echo one \"$JOB\"", "3 commands of 2 pages in ");
    }

    @Test
    void the_first_command_that_fails_ends_the_run_and_is_shown_with_what_it_said() throws IOException {
        page("1-fails.md", "```sh", "echo good", "echo why >&2; (exit 3)", "echo never", "```");

        GuideRun run = followed(false);

        assertThat(told.toString(UTF_8))
                .contains("[status 3] echo why >&2; (exit 3)", "why", "1-fails.md:3 does not work as it is written")
                .doesNotContain("never");
        assertThat(run.transcript()).endsWith("why");
    }

    @Test
    void a_command_that_reads_gets_nothing_and_does_not_eat_the_next_one() throws IOException {
        page("1-reads.md", "```sh", "cat", "echo next", "```");

        assertThat(followed(true).transcript()).endsWith("next");
    }

    @Test
    void a_command_that_is_no_command_ends_the_run_with_its_reason() throws IOException {
        page("1-broken.md", "```sh", "echo 'no end", "echo next", "```");

        assertThatThrownBy(() -> followed(true))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("the shell has ended at `echo 'no end`");
    }

    @Test
    void a_command_that_takes_too_long_is_ended_with_all_that_it_started_and_named() throws IOException {
        limit = Duration.ofMillis(300);
        page("1-hangs.md", "```sh", "echo begun; sleep 600", "```");

        assertThatThrownBy(() -> followed(true))
                .isInstanceOf(IOException.class)
                .hasMessageContainingAll("not done within PT0.3S at `echo begun; sleep 600`", "begun");
    }

    @Test
    void a_block_or_a_command_without_an_end_is_refused_by_its_page() throws IOException {
        page("1-open.md", "```sh", "echo a");
        assertThatThrownBy(() -> GuidePage.in(folder)).hasMessage("1-open.md: the last block has no end");

        page("1-open.md", "```sh", "echo a \\", "```");
        assertThatThrownBy(() -> GuidePage.in(folder)).hasMessage("1-open.md:3: the command before has no end");
    }

    private void page(String name, String... lines) throws IOException {
        Files.write(folder.resolve(name), List.of(lines));
    }

    private GuideRun followed(boolean well) throws IOException {
        try (Shell shell = new Shell(folder, Set.of(), Map.of(), limit)) {
            GuideRun run = new GuideRun(shell, new PrintStream(told, true, UTF_8));
            assertThat(run.follow(GuidePage.in(folder))).isEqualTo(well);
            return run;
        }
    }
}
