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
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Commands in the documents are commands of this version, with options that it has. */
class DocumentedCommandsTest {
    // To the end of the line, of the code span, or of the command: what follows is another one's.
    private static final Pattern COMMAND = Pattern.compile("(?:(?<=^| |`|\\()\\./winnow|(?<=`)winnow) ([^`#|>)&;\n]+)");
    private static final Pattern PLACEHOLDER = Pattern.compile("\\.\\.\\.|[A-Z][A-Z|_0-9]*(\\.\\.\\.)?");

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

    private static Console silent() {
        PrintWriter nowhere = new PrintWriter(new StringWriter());
        return new Console(nowhere, nowhere, false);
    }
}
