package dev.winnow.benchmarks.fleet;

import dev.winnow.benchmarks.scripted.Slots;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What a run simulates.
 *
 * @param workers of the fleet
 * @param processes that they are spread over
 * @param slots of each worker
 * @param service mean time of an item in its slot
 * @param warmUp from the first claim to the measurement
 * @param measured how long to measure
 * @param seed of the items' times
 */
record FleetPlan(
        int workers, int processes, Slots slots, Duration service, Duration warmUp, Duration measured, long seed) {
    FleetPlan {
        if (workers < 1 || processes < 1 || processes > workers) {
            throw new IllegalArgumentException("there must be at least one worker in each process");
        }
        if (service.isZero() || service.isNegative() || measured.isZero() || measured.isNegative()) {
            throw new IllegalArgumentException("the times must be more than 0");
        }
    }

    /** The names of all workers. */
    List<String> names() {
        return IntStream.range(0, workers).mapToObj(i -> "gpu-" + i).toList();
    }

    /** The names of one process' workers. */
    List<String> names(int process) {
        return IntStream.range(0, workers)
                .filter(i -> i % processes == process)
                .mapToObj(i -> "gpu-" + i)
                .toList();
    }

    int allSlots() {
        return names().stream().mapToInt(slots::of).sum();
    }

    /** What the fleet finishes at most. */
    double itemsPerSecond() {
        return allSlots() / (service.toMillis() / 1000.0);
    }

    /** So many that work never ends before the measurement does. */
    int items() {
        double seconds = warmUp.plus(measured).toSeconds() + 60.0 + 3 * service.toSeconds();
        return (int) Math.ceil(itemsPerSecond() * seconds);
    }
}
