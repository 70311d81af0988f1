package dev.winnow.benchmarks.fuzz;

/** Inputs that never end. The same seed gives the same ones. Not thread-safe. */
@FunctionalInterface
interface Inputs {
    /** The next one. */
    byte[] next();
}
