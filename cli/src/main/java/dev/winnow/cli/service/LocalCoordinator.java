package dev.winnow.cli.service;

import dev.winnow.cli.installation.Installation;
import dev.winnow.cli.process.ProcessRecord;
import dev.winnow.cli.process.RunFolder;
import java.util.Optional;

/**
 * The coordinator that runs from an installation on this machine, known by the record of its process. A remembered port
 * alone proves nothing: once the coordinator has ended, anybody may listen there.
 */
public record LocalCoordinator(Installation installation) {
    /** Its name among the processes. */
    public static final String NAME = "coordinator";

    /** The fact under which its address stands. */
    public static final String URL = "url";

    /** Its process, if it is alive. */
    public Optional<ProcessRecord> process() {
        return new RunFolder(installation.run()).alive(NAME);
    }

    /** Where it answers, if it is alive. */
    public Optional<String> url() {
        return process().map(process -> process.facts().get(URL));
    }
}
