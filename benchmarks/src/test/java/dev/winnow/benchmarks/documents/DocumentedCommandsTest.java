package dev.winnow.benchmarks.documents;

import static org.assertj.core.api.Assertions.assertThat;

import dev.winnow.benchmarks.Bench;
import dev.winnow.cli.Winnow;
import dev.winnow.cli.console.Console;
import dev.winnow.cli.installation.Surroundings;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Commands in the documents are commands of this version, with options that it has. */
class DocumentedCommandsTest {
    // To the end of the line, of the code span, or of the command: what follows is another one's.
    private static final Pattern COMMAND = Pattern.compile("(?:(?<=^| |`|\\()\\./winnow|(?<=`)winnow) ([^`#|>)&;\n]+)");
    private static final Pattern PLACEHOLDER = Pattern.compile("\\.\\.\\.|[A-Z][A-Z|_0-9]*(\\.\\.\\.)?");

    // What the reader, or the shell, puts something in the place of: a number would do for all of them.
    private static final Pattern OPEN = Pattern.compile(PLACEHOLDER.pattern() + "|\\$[A-Z_]+");

    private final CommandLine commands = Winnow.commands(Surroundings.ofThisProcess(), silent());
    private final CommandLine benches = Bench.commands();

    @Test
    void every_command_can_be_given_as_it_is_written() {
        List<String> wrong = new ArrayList<>();
        int seen = 0;
        for (var page : Project.pages()) {
            Matcher found = COMMAND.matcher(Project.read(page));
            while (found.find()) {
                seen++;
                String command = found.group(1).strip();
                String why = refusal(words(command));
                if (!why.isEmpty()) {
                    wrong.add("%s: winnow %s: %s".formatted(Project.name(page), command, why));
                }
            }
        }

        assertThat(wrong).isEmpty();
        assertThat(seen).as("commands in the documents").isGreaterThan(100);
    }

    @Test
    void every_command_of_a_block_has_all_that_it_needs() {
        List<String> wrong = new ArrayList<>();
        int seen = 0;
        for (var page : Project.pages()) {
            for (ShellLine line : ShellLine.inBlocksOf(Project.read(page))) {
                for (List<String> words : calls(line)) {
                    seen++;
                    String why = refusalOfWhole(words);
                    if (!why.isEmpty()) {
                        wrong.add("%s: winnow %s: %s".formatted(Project.name(page), String.join(" ", words), why));
                    }
                }
            }
        }

        assertThat(wrong).isEmpty();
        assertThat(seen).as("commands in blocks").isGreaterThan(100);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '!', quoteCharacter = '`', textBlock = """
            ./winnow schedules create weekly --dataset events                 ! --cron=C
            JOB=$(./winnow extract --no-wait pages.jsonl)                     ! --schema
            winnow datasets list | show | remove events@1                     ! Missing required parameter: 'D'
            ./winnow train --epochs many --dataset events@1                   ! 'many' is not an int
            ./winnow up -d && ./winnow jobs forget ID                         ! forget
            ./winnow bench faults --minutes                                   ! --minutes
            """)
    void what_is_missing_in_a_block_would_be_noticed(String line, String why) {
        assertThat(calls(ShellLine.read(line)).stream()
                        .map(this::refusalOfWhole)
                        .filter(refusal -> !refusal.isEmpty()))
                .singleElement()
                .asString()
                .contains(why);
    }

    @Test
    void a_block_may_explain_leave_open_and_quote() {
        for (String line : List.of(
                "winnow review list JOB --below 0.8          the least sure first; --sample 50 draws from all",
                "./winnow train --dataset rows.jsonl --wait    # ends with a table",
                "./winnow schedules create weekly --cron '0 3 * * SUN' --rules '{\"then\": \"ask\"}' --promote champion",
                "./winnow jobs results $JOB | head -n 1",
                "./winnow evaluations list [--json]",
                "winnow adapters list | show A | delete A")) {
            assertThat(calls(ShellLine.read(line))).as(line).isNotEmpty().allSatisfy(words -> assertThat(
                            refusalOfWhole(words))
                    .isEmpty());
        }
    }

    @Test
    void an_option_or_a_command_that_is_not_there_would_be_noticed() {
        assertThat(refusal(words("extract --kezs a pages/*.txt"))).contains("--kezs");
        assertThat(refusal(words("jobs forget ID"))).isNotEmpty();
        assertThat(refusal(words("bench pears"))).isNotEmpty();
    }

    // Square brackets say that something may be left out, quotes are for the shell.
    private static List<String> words(String command) {
        return Arrays.stream(command.replaceAll("[\\[\\]\"']", " ").strip().split("\\s+"))
                .filter(word -> !word.equals("..."))
                .toList();
    }

    private String refusal(List<String> words) {
        if (words.get(0).equals("test") || PLACEHOLDER.matcher(words.get(0)).matches()) {
            return ""; // a script's, which takes what Maven does; or any command
        }
        boolean bench = words.get(0).equals("bench");
        try {
            (bench ? benches : commands)
                    .parseArgs((bench ? words.subList(1, words.size()) : words).toArray(String[]::new));
            return "";
        } catch (UnmatchedArgumentException e) {
            return String.valueOf(e.getMessage());
        } catch (ParameterException e) {
            // A name of a command stands for all of its kind in a sentence, and a word in capitals for a value.
            boolean known =
                    e.getCommandLine().getParent() != null || !words.get(0).startsWith("-");
            return known
                            || words.stream()
                                    .anyMatch(word -> PLACEHOLDER.matcher(word).matches())
                    ? ""
                    : String.valueOf(e.getMessage());
        }
    }

    /** The calls of a line, and other commands of the same kind that stand behind a `|`. */
    private List<List<String>> calls(ShellLine line) {
        List<List<String>> calls = new ArrayList<>();
        for (List<String> words : line.calls()) {
            List<List<String>> parts = parts(words);
            CommandLine kind = commands.getSubcommands().get(words.get(0));
            calls.add(parts.get(0));
            for (List<String> part : parts.subList(1, parts.size())) {
                if (kind != null && !part.isEmpty() && kind.getSubcommands().containsKey(part.get(0))) {
                    calls.add(Stream.concat(Stream.of(words.get(0)), part.stream())
                            .toList());
                }
            }
        }
        return calls;
    }

    private static List<List<String>> parts(List<String> words) {
        int bar = words.indexOf("|");
        if (bar < 0) {
            return List.of(words);
        }
        return Stream.concat(Stream.of(words.subList(0, bar)), parts(words.subList(bar + 1, words.size())).stream())
                .toList();
    }

    private String refusalOfWhole(List<String> words) {
        if (words.get(0).equals("test") || PLACEHOLDER.matcher(words.get(0)).matches()) {
            return ""; // a script's, which takes what Maven does; or any command
        }
        boolean bench = words.get(0).equals("bench");
        try {
            (bench ? benches : commands)
                    .parseArgs(words.stream()
                            .skip(bench ? 1 : 0)
                            .filter(word -> !word.equals("..."))
                            .map(word -> OPEN.matcher(word).matches() ? "1" : word)
                            .toArray(String[]::new));
            return "";
        } catch (ParameterException e) {
            return String.valueOf(e.getMessage());
        }
    }

    private static Console silent() {
        PrintWriter nowhere = new PrintWriter(new StringWriter());
        return new Console(nowhere, nowhere, false);
    }
}
