package dev.winnow.coordinator.dataset;

import dev.winnow.coordinator.dataset.DatasetFiles.DatasetFile;
import dev.winnow.coordinator.dataset.DatasetFiles.Use;
import dev.winnow.coordinator.problem.Problem;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/** Datasets that other features store in a tenant's name, from rows of instruction, input and output. Thread-safe. */
@Singleton
public class DatasetOrders {
    private static final int AGAIN_SECONDS = 5;

    private final DatasetStore store;
    private final DatasetConfig config;
    private final Semaphore imports;

    DatasetOrders(DatasetStore store, DatasetConfig config) {
        this.store = store;
        this.config = config;
        this.imports = new Semaphore(config.imports());
    }

    /**
     * Stores one as the next version of its name, unless its content is there already.
     *
     * @param train a JSON object a line
     * @param heldOut the same, or null to hold none out
     * @return the dataset by version
     * @throws dev.winnow.coordinator.problem.ProblemException if rows cannot be used
     */
    public String store(String tenant, String name, InputStream train, @Nullable InputStream heldOut)
            throws IOException {
        if (!imports.tryAcquire()) {
            throw Problem.of(429, "too_many_imports", "too many datasets are being imported")
                    .limit(config.imports())
                    .retryAfter(AGAIN_SECONDS)
                    .remedy("try again in a moment")
                    .exception();
        }
        try {
            Given files = new Given(train, heldOut, config.mostBytes());
            DatasetRequest request = DatasetRequest.of(name, heldOut == null ? 0 : null, null, null);
            return store.store(tenant, request, files, null).dataset().dataset();
        } finally {
            imports.release();
        }
    }

    /** Files that are there. */
    static final class Given implements DatasetFiles {
        private final Deque<DatasetFile> files = new ArrayDeque<>();

        private Given(InputStream train, @Nullable InputStream heldOut, long mostBytes) {
            if (heldOut != null) {
                files.add(new DatasetFile(
                        Use.HELD_OUT, "validation file", RowReader.Format.JSONL, new Bounded(heldOut, mostBytes)));
            }
            files.add(
                    new DatasetFile(Use.TRAIN, "training file", RowReader.Format.JSONL, new Bounded(train, mostBytes)));
        }

        @Override
        public @Nullable DatasetFile next() {
            return files.poll();
        }
    }
}
