package dev.winnow.cli;

import dev.winnow.cli.console.Console;
import dev.winnow.cli.installation.Surroundings;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** Runs the command in surroundings of the test's own, and keeps what it wrote. */
public final class Terminal {
    private final Path folder;
    private final Map<String, String> environment = new HashMap<>();
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final Console console = new Console(new PrintWriter(out, true), new PrintWriter(err, true), false);

    /** With an empty environment, in which home and data lie in that folder. */
    public Terminal(Path folder) {
        this.folder = folder;
        environment.put("WINNOW_DATA", folder.resolve("data").toString());
    }

    /** Sets an environment variable. */
    public Terminal with(String variable, String value) {
        environment.put(variable, value);
        return this;
    }

    /** Runs a command; gives its exit code. */
    public int run(String... arguments) {
        return Winnow.run(surroundings(), console, arguments);
    }

    public Surroundings surroundings() {
        return new Surroundings(
                environment,
                folder.resolve("project"),
                folder.resolve("home"),
                folder.resolve("home/.winnow"),
                Path.of(System.getProperty("java.home"), "bin", "java"));
    }

    public Console console() {
        return console;
    }

    public String out() {
        return out.toString();
    }

    public String err() {
        return err.toString();
    }
}
