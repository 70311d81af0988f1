package dev.winnow.benchmarks.autoscaling;

/** Who works, second by second. */
interface Fleet {
    /** Another second has begun. */
    void pass(int now, Backlog backlog);

    /** How many work in it. */
    int working(int now);

    /** How many seconds of pods are paid so far. */
    long paidSeconds();

    /** How it was scaled. */
    Changes changes();

    /** Where a fleet asks how much there is to do. */
    @FunctionalInterface
    interface Backlog {
        /** Items that have not ended. */
        long items();
    }

    /** One that stays as it is. */
    static Fleet of(int workers) {
        return new Fleet() {
            private long paid;

            @Override
            public void pass(int now, Backlog backlog) {
                paid += workers;
            }

            @Override
            public int working(int now) {
                return workers;
            }

            @Override
            public long paidSeconds() {
                return paid;
            }

            @Override
            public Changes changes() {
                return new Changes();
            }
        };
    }
}
