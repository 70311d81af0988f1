package dev.winnow.cli.installation;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The option {@code --data}, the same in every command that looks for what runs on this machine. */
public final class DataOption {
    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Data folder (default: WINNOW_DATA, else ~/.winnow, or /var/lib/winnow as root).")
    @Nullable
    Path folder;

    /** The installation that is meant. */
    public Installation installation(Surroundings surroundings) {
        return surroundings.installation(folder);
    }
}
