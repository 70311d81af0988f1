package dev.winnow.benchmarks.faults;

/** What a client does to its own job after it was acknowledged. */
enum Control {
    /** It waits for the results. */
    NONE,
    /** It holds the job up for a while: all the same must come of it. */
    PAUSE,
    /** It gives the job up: what is recorded until then must be right. */
    CANCEL,
    /** Once the job is done it has what failed tried again: the same must fail again, and nothing else. */
    RETRY
}
