package dev.winnow.benchmarks.faults;

import java.time.Duration;

/**
 * One disturbance of a run.
 *
 * @param at when it begins, from the run's start
 * @param kind what it is
 * @param target which of the parts of its kind it hits, from 0
 * @param lasts how long until what was taken away is given back
 */
record Fault(Duration at, Kind kind, int target, Duration lasts) {
    Fault {
        if (at.isNegative() || lasts.isNegative()) {
            throw new IllegalArgumentException("a fault begins and ends within the run, was " + at + " for " + lasts);
        }
        if (target < 0 || target >= kind.part().count()) {
            throw new IllegalArgumentException(kind + " has no target " + target);
        }
    }

    /** When it is over. */
    Duration end() {
        return at.plus(lasts);
    }

    /** What it hits; two faults never hit the same at once. */
    String place() {
        return kind.part().named(target);
    }

    @Override
    public String toString() {
        return "%6.1f s %-28s %-22s for %.1f s".formatted(at.toMillis() / 1e3, kind, place(), lasts.toMillis() / 1e3);
    }

    /** What a fault can hit, and how many there are of it. */
    enum Part {
        WORKER(FaultCluster.WORKERS),
        /** What operators know a worker by; its process may come and go meanwhile. */
        WORKER_NAME(FaultCluster.WORKERS),
        COORDINATOR(FaultCluster.COORDINATORS),
        BROKER(1),
        DATABASE(1),
        WORK_QUEUE(1),
        RESULTS_QUEUE(1),
        WORKER_TO_BROKER(FaultCluster.WORKERS),
        WORKER_TO_COORDINATOR(FaultCluster.WORKERS),
        COORDINATOR_TO_BROKER(FaultCluster.COORDINATORS),
        COORDINATOR_TO_DATABASE(FaultCluster.COORDINATORS);

        private final int count;

        Part(int count) {
            this.count = count;
        }

        int count() {
            return count;
        }

        String named(int target) {
            String name = name().toLowerCase(java.util.Locale.ROOT).replace('_', ' ');
            return count == 1 ? name : name + " " + target;
        }
    }

    /** What can happen. The weight says how often beside the others. */
    enum Kind {
        KILL_WORKER(Part.WORKER, 5, 200, 4_000),
        /** SIGTERM: it ends what it can within its grace, and hands back the rest. */
        STOP_WORKER(Part.WORKER, 2, 200, 4_000),
        /** An operator drains it by name, and lets it go on later. */
        DRAIN_WORKER(Part.WORKER_NAME, 2, 1_000, 10_000),
        /** SIGSTOP, at times past the lease, and then SIGCONT. */
        FREEZE_WORKER(Part.WORKER, 4, 1_000, 14_000),
        KILL_COORDINATOR(Part.COORDINATOR, 4, 200, 5_000),
        FREEZE_COORDINATOR(Part.COORDINATOR, 2, 1_000, 12_000),
        KILL_BROKER(Part.BROKER, 1, 200, 4_000),
        KILL_DATABASE(Part.DATABASE, 1, 200, 4_000),
        /** Its messages are gone, and the broker cancels its consumers. */
        DELETE_WORK_QUEUE(Part.WORK_QUEUE, 1, 0, 0),
        DELETE_RESULTS_QUEUE(Part.RESULTS_QUEUE, 1, 0, 0),
        CUT_WORKER_TO_BROKER(Part.WORKER_TO_BROKER, 2, 0, 5_000),
        STALL_WORKER_TO_BROKER(Part.WORKER_TO_BROKER, 1, 500, 10_000),
        CUT_WORKER_TO_COORDINATOR(Part.WORKER_TO_COORDINATOR, 2, 0, 10_000),
        STALL_WORKER_TO_COORDINATOR(Part.WORKER_TO_COORDINATOR, 1, 500, 10_000),
        CUT_COORDINATOR_TO_BROKER(Part.COORDINATOR_TO_BROKER, 2, 0, 5_000),
        STALL_COORDINATOR_TO_BROKER(Part.COORDINATOR_TO_BROKER, 1, 500, 8_000),
        CUT_COORDINATOR_TO_DATABASE(Part.COORDINATOR_TO_DATABASE, 2, 0, 5_000),
        STALL_COORDINATOR_TO_DATABASE(Part.COORDINATOR_TO_DATABASE, 1, 500, 8_000);

        private final Part part;
        private final int weight;
        private final int leastMillis;
        private final int mostMillis;

        Kind(Part part, int weight, int leastMillis, int mostMillis) {
            this.part = part;
            this.weight = weight;
            this.leastMillis = leastMillis;
            this.mostMillis = mostMillis;
        }

        Part part() {
            return part;
        }

        int weight() {
            return weight;
        }

        int leastMillis() {
            return leastMillis;
        }

        int mostMillis() {
            return mostMillis;
        }
    }
}
