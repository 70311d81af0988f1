package dev.winnow.cli.machine;

/**
 * What a worker says of itself while it starts and runs.
 *
 * @param phase downloading, loading, ready or failed; another one is shown as it is
 * @param doneBytes how much of the model has come
 * @param totalBytes how much there is, 0 if not known
 * @param message what to tell the user, may be empty
 * @param model the model's name in the catalog, empty until it is known
 */
record WorkerStatus(String phase, long doneBytes, long totalBytes, String message, String model) {
    /** That of a worker that does not answer yet. */
    static final WorkerStatus SILENT = new WorkerStatus("starting", 0, 0, "", "");

    boolean ready() {
        return phase.equals("ready");
    }

    boolean failed() {
        return phase.equals("failed");
    }
}
