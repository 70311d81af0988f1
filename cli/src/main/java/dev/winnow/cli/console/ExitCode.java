package dev.winnow.cli.console;

/** How a command ends. Scripts rely on these numbers. */
public enum ExitCode {
    /** All that was asked is done. */
    DONE(0),
    /** The work failed in part or whole. */
    FAILED(1),
    /** The arguments or the input are wrong; nothing was done. */
    USAGE(2),
    /** The service cannot be reached. */
    UNREACHABLE(3);

    private final int number;

    ExitCode(int number) {
        this.number = number;
    }

    /** The process's exit code. */
    public int number() {
        return number;
    }
}
