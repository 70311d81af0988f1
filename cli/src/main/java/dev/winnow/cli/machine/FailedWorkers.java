package dev.winnow.cli.machine;

import dev.winnow.cli.process.RunFolder;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;

/**
 * Finds workers whose process lives on though they say that they cannot go on, as one does that starts again and then
 * cannot load its model.
 */
final class FailedWorkers {
    private final RunFolder run;
    private final List<String> names;
    private final BiConsumer<String, String> found;
    private final LocalProbe probe = new LocalProbe();

    /** Tells of each by its name and what it says. */
    FailedWorkers(RunFolder run, List<String> names, BiConsumer<String, String> found) {
        this.run = run;
        this.names = List.copyOf(names);
        this.found = found;
    }

    /** Asks all of them once. */
    void look() {
        for (String name : names) {
            Optional<WorkerStatus> status = run.alive(name)
                    .flatMap(worker -> Optional.ofNullable(worker.facts().get(Blueprint.HEALTH_PORT)))
                    .flatMap(probe::worker);
            status.filter(WorkerStatus::failed).ifPresent(now -> found.accept(name, now.message()));
        }
    }
}
