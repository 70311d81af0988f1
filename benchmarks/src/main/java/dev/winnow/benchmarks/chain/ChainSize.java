package dev.winnow.benchmarks.chain;

import picocli.CommandLine.Option;

/** How much of everything there is. */
final class ChainSize {
    @Option(
            names = "--rows",
            description =
                    "That the first champion learns from; with many, 50 more of the hardest need not make a better one",
            defaultValue = "24")
    private int rows;

    @Option(names = "--held-out", description = "Rows that candidates are scored on", defaultValue = "48")
    private int heldOut;

    @Option(names = "--documents", description = "Of the job that is reviewed, 51 at least", defaultValue = "90")
    private int documents;

    @Option(
            names = "--running",
            description =
                    "Documents of the job that runs meanwhile: five times --held-out, or it ends before the judgement",
            defaultValue = "240")
    private int running;

    int rows() {
        return rows;
    }

    int heldOut() {
        return heldOut;
    }

    int documents() {
        return documents;
    }

    int running() {
        return running;
    }
}
