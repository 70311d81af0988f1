package dev.winnow.cli.console;

/** Ends a command with a message for the user, who gets no stack trace. */
public final class CommandException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ExitCode exitCode;

    private CommandException(ExitCode exitCode, String message) {
        super(message);
        this.exitCode = exitCode;
    }

    /** The arguments or the input are wrong. */
    public static CommandException usage(String message) {
        return new CommandException(ExitCode.USAGE, message);
    }

    /** The work failed. */
    public static CommandException failed(String message) {
        return new CommandException(ExitCode.FAILED, message);
    }

    /** The service cannot be reached. */
    public static CommandException unreachable(String message) {
        return new CommandException(ExitCode.UNREACHABLE, message);
    }

    /** What the process ends with. */
    public ExitCode exitCode() {
        return exitCode;
    }
}
