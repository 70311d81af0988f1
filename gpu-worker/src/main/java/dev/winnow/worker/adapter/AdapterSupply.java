package dev.winnow.worker.adapter;

import dev.winnow.engine.decoder.AdapterPool.Lease;
import dev.winnow.engine.decoder.AdapterPool.Use;
import dev.winnow.worker.control.AdapterGoneException;
import dev.winnow.worker.control.CoordinatorAwayException;
import java.io.IOException;
import java.util.Optional;

/** Where adapters come from. Thread-safe; the calls may block for as long as a fetch takes. */
public interface AdapterSupply extends AutoCloseable {
    /** A worker without any. */
    AdapterSupply NONE = hash -> {
        throw new AdapterGoneException("this worker runs no adapters; adapter %s is wanted".formatted(hash));
    };

    /**
     * Gives an adapter, to be closed when no row runs with it any more.
     *
     * @return empty while rows of others use the memory that it needs
     * @throws AdapterGoneException if there is no such adapter any more
     * @throws CoordinatorAwayException if it cannot be fetched now
     * @throws IOException if the disk fails
     * @throws dev.winnow.engine.model.ModelRefusedException if it is no adapter of this model
     * @throws dev.winnow.engine.decoder.MemoryRefusedException if it can never fit
     */
    Optional<Lease> lease(String hash) throws AdapterGoneException, CoordinatorAwayException, IOException;

    /** What is in memory, and what was asked for. */
    default Use use() {
        return Use.NONE;
    }

    /** Frees what nobody uses now, and the rest when it is given back. */
    @Override
    default void close() {}
}
