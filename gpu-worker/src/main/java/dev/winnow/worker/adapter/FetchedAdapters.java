package dev.winnow.worker.adapter;

import dev.winnow.engine.decoder.AdapterPool;
import dev.winnow.engine.decoder.AdapterPool.Lease;
import dev.winnow.engine.decoder.AdapterPool.Use;
import dev.winnow.engine.model.LoadableAdapter;
import dev.winnow.engine.model.safetensors.PeftAdapter;
import dev.winnow.worker.control.AdapterGoneException;
import dev.winnow.worker.control.CoordinatorAwayException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Optional;

/** Adapters from disk, or from the coordinator where they are not there. Thread-safe. */
public final class FetchedAdapters implements AdapterSupply {
    private final AdapterFolder folder;
    private final AdapterPool pool;

    /** Takes what they pass through; closes the pool. */
    public FetchedAdapters(AdapterFolder folder, AdapterPool pool) {
        this.folder = folder;
        this.pool = pool;
    }

    @Override
    public Optional<Lease> lease(String hash) throws AdapterGoneException, CoordinatorAwayException, IOException {
        // Before the pool is asked: it holds its lock while it loads, and rows that end give back under it.
        Path files = folder.of(hash);
        try {
            return pool.lease(hash, () -> open(files));
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private static LoadableAdapter open(Path files) {
        try {
            return PeftAdapter.open(files);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Use use() {
        return pool.use();
    }

    @Override
    public void close() {
        pool.close();
    }
}
