package dev.winnow.cli;

import dev.winnow.cli.console.Console;
import dev.winnow.cli.console.ExitCode;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints what a shell needs to complete commands and options. */
@Command(
        name = CompletionCommand.NAME,
        description = {
            "Print what makes a shell complete commands and options. In ~/.bashrc or ~/.zshrc:",
            "",
            "  source <(winnow completion bash)",
            ""
        })
final class CompletionCommand implements Callable<Integer> {
    static final String NAME = "completion";

    private final Console console;

    @Spec
    CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "SHELL", description = "One of: ${COMPLETION-CANDIDATES}.")
    Shell shell = Shell.BASH;

    CompletionCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        // The script is one for both: with zsh it asks for its emulation of bash's completion, which must be loaded.
        if (shell == Shell.ZSH) {
            console.result("autoload -Uz compinit && compinit");
        }
        console.result(AutoComplete.bash("winnow", spec.root().commandLine()));
        return ExitCode.DONE.number();
    }

    /** Shells that can be served. */
    enum Shell {
        /** Bash. */
        BASH,
        /** Zsh. */
        ZSH;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
