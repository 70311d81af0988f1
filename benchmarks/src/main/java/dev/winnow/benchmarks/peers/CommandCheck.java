package dev.winnow.benchmarks.peers;

import dev.winnow.benchmarks.peers.system.Choice;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;

/** Refuses options before anything is set up with them, which may take an hour. */
public final class CommandCheck {
    private final CommandSpec spec;

    /** Checks the options of a command. */
    public CommandCheck(CommandSpec spec) {
        this.spec = spec;
    }

    /** Refuses a number that is out of bounds. */
    public void range(String option, int least, int most, int value) {
        if (value < least || value > most) {
            String limit = most == Integer.MAX_VALUE ? "at least " + least : "from %d to %d".formatted(least, most);
            throw refused("%s must be %s, was %d. %s".formatted(option, limit, value, remedy(option)));
        }
    }

    void known(String option, List<String> values, List<String> known) {
        for (String value : values) {
            if (!known.contains(value)) {
                throw refused(
                        "%s knows %s, not '%s'. %s".formatted(option, String.join(", ", known), value, remedy(option)));
            }
        }
    }

    /**
     * Refuses what cannot be fixed.
     *
     * @param choices of the systems that would run, as {@code system.choice}
     */
    void fixed(String option, Map<String, String> fixed, Map<String, Choice> choices) {
        fixed.forEach((name, value) -> {
            Choice choice = choices.get(name);
            if (choice == null) {
                throw refused("%s knows no '%s'. With these systems it knows %s"
                        .formatted(option, name, String.join(", ", choices.keySet())));
            }
            try {
                choice.fixed(value);
            } catch (IllegalArgumentException e) {
                throw refused("%s %s=%s: %s".formatted(option, name, value, e.getMessage()));
            }
        });
    }

    /** What to throw at an option or a parameter. */
    public ParameterException refused(String why) {
        return new ParameterException(spec.commandLine(), why);
    }

    private String remedy(String option) {
        OptionSpec found = spec.findOption(option);
        // A default that depends on the machine is what the field begins with.
        return "Leave it out for %s"
                .formatted(found.defaultValue() == null ? found.initialValue() : found.defaultValue());
    }
}
