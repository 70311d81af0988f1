package dev.winnow.engine.training;

/**
 * Makes a seed for each use out of one, so that no two draw the same numbers (the finalizer of SplitMix64, Steele et
 * al. 2014).
 */
record Seeds(long seed) {
    /** What random numbers are used for. */
    enum Use {
        ORDER(0),
        FACTORS(1),
        DROPOUT(2);

        private final long number;

        Use(long number) {
            this.number = number;
        }
    }

    /** A seed of a use, for one of its parts. */
    long of(Use use, long part) {
        return mixed(mixed(seed + use.number) + part);
    }

    private static long mixed(long value) {
        long z = value + 0x9E3779B97F4A7C15L;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
