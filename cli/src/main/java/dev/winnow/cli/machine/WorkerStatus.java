package dev.winnow.cli.machine;

/**
 * What a worker says of itself while it starts and runs.
 *
 * @param phase downloading, loading, ready or failed; another one is shown as it is
 * @param doneBytes how much of the model has come
 * @param totalBytes how much there is, 0 if not known
 * @param message what to tell the user, may be empty
 */
record WorkerStatus(String phase, long doneBytes, long totalBytes, String message) {
    boolean ready() {
        return phase.equals("ready");
    }

    boolean failed() {
        return phase.equals("failed");
    }
}
