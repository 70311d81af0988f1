package dev.winnow.cli.machine;

import com.sun.management.OperatingSystemMXBean;
import dev.winnow.cli.console.CommandException;
import dev.winnow.cli.installation.Surroundings;
import java.lang.management.ManagementFactory;
import java.util.Map;

/**
 * What each of several workers on one machine may take of it. A worker by itself takes half of the memory and all
 * cores; two that do so get in each other's way, and the system kills one of them.
 */
final class WorkerShare {
    private static final String MEMORY = "WINNOW_MEMORY_MEBIBYTES";
    private static final String TRAINING_MEMORY = "WINNOW_TRAINING_MEBIBYTES";
    private static final String THREADS = "OMP_NUM_THREADS";

    private WorkerShare() {}

    /**
     * The environment of one of so many: what the user gives to all, else what the machine has, divided.
     *
     * @throws CommandException if what the user gives is no positive number, or too little for so many
     */
    static Map<String, String> of(int workers, Surroundings surroundings) {
        OperatingSystemMXBean machine = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        return of(
                workers,
                surroundings,
                machine.getTotalMemorySize() >> 20,
                Runtime.getRuntime().availableProcessors());
    }

    static Map<String, String> of(int workers, Surroundings surroundings, long machineMebibytes, int processors) {
        long memory = given(surroundings, MEMORY, machineMebibytes / 2);
        long threads = given(surroundings, THREADS, processors);
        if (workers < 2) {
            return Map.of(); // what the user gives is inherited as it is
        }
        if (memory < workers) {
            throw CommandException.usage(MEMORY + " is for all workers together: " + memory + " MiB is too little for "
                    + workers + ". Give more, or use fewer --workers");
        }
        return Map.of(
                MEMORY, String.valueOf(memory / workers), THREADS, String.valueOf(Math.max(1, threads / workers)));
    }

    /**
     * What each of so many that train takes for it: what the user gives to all, else a quarter of the machine, divided.
     */
    static Map<String, String> ofTraining(int workers, Surroundings surroundings) {
        OperatingSystemMXBean machine = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        long memory = given(surroundings, TRAINING_MEMORY, (machine.getTotalMemorySize() >> 20) / 4);
        return Map.of(TRAINING_MEMORY, String.valueOf(Math.max(1, memory / workers)));
    }

    private static long given(Surroundings surroundings, String variable, long otherwise) {
        String value = surroundings
                .variable(variable)
                .orElse(String.valueOf(otherwise))
                .strip();
        if (!value.matches("[1-9]\\d{0,9}")) {
            throw CommandException.usage(variable + " must be a whole number of at least 1, was '" + value + "'");
        }
        return Long.parseLong(value);
    }
}
