package dev.winnow.cli.process;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * How to start a process.
 *
 * @param name what the user calls it, legal in a file name
 * @param command the executable and its arguments
 * @param environment variables besides those inherited
 * @param log the file to which its output is added
 * @param facts what other commands need to know of it
 */
public record ProcessPlan(
        String name, List<String> command, Map<String, String> environment, Path log, Map<String, String> facts) {
    public ProcessPlan {
        command = List.copyOf(command);
        environment = Map.copyOf(environment);
        facts = Map.copyOf(facts);
    }
}
