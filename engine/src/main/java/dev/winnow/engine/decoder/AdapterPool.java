package dev.winnow.engine.decoder;

import dev.winnow.engine.model.LoadableAdapter;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Adapters of one model in memory, shared by all who ask for the same one. One that nobody uses stays until its room is
 * needed; the one that was used longest ago goes first. Thread-safe; whoever asks waits while another one is loaded.
 */
public final class AdapterPool implements AutoCloseable {
    private final AdapterForm form;
    private final long mostBytes;
    // The one used longest ago comes first.
    private final Map<String, Held> held = new LinkedHashMap<>(16, 0.75f, true);
    private long bytes;
    private long found;
    private long loaded;
    private boolean closed;

    /**
     * Makes an empty pool.
     *
     * @param form of the decoder that they are for, which must be open while one is loaded
     * @param mostBytes the memory of all adapters together
     */
    public AdapterPool(AdapterForm form, long mostBytes) {
        this.form = form;
        this.mostBytes = mostBytes;
    }

    /**
     * Gives an adapter, and loads it if it is not in memory.
     *
     * @param key what makes it the same adapter, such as the hash of its files
     * @param source opened only if it must be loaded, and closed by this
     * @return empty while others use the room that it needs
     * @throws MemoryRefusedException if it can never fit
     * @throws dev.winnow.engine.model.ModelRefusedException if it is no adapter of this model
     */
    public synchronized Optional<Lease> lease(String key, Supplier<LoadableAdapter> source) {
        if (closed) {
            throw new IllegalStateException("the pool is closed");
        }
        Held known = held.get(key);
        if (known == null) {
            return load(key, source);
        }
        found++;
        return Optional.of(new Lease(known));
    }

    private Optional<Lease> load(String key, Supplier<LoadableAdapter> source) {
        try (LoadableAdapter files = source.get()) {
            long wanted = Adapter.bytesOf(form, files);
            if (wanted > mostBytes) {
                throw new MemoryRefusedException(
                        "the adapter needs %d KiB, but the memory for adapters is %d KiB: raise it, or train with a lower rank"
                                .formatted(wanted >> 10, mostBytes >> 10));
            }
            if (!makeRoom(wanted)) {
                return Optional.empty();
            }
            Held fresh = new Held(Adapter.load(form, files));
            held.put(key, fresh);
            bytes += wanted;
            loaded++;
            return Optional.of(new Lease(fresh));
        }
    }

    private boolean makeRoom(long wanted) {
        long unused = held.values().stream()
                .filter(one -> one.leases == 0)
                .mapToLong(one -> one.adapter.bytes())
                .sum();
        if (bytes - unused + wanted > mostBytes) {
            return false;
        }
        Iterator<Held> oldest = held.values().iterator();
        while (bytes + wanted > mostBytes) {
            Held candidate = oldest.next();
            if (candidate.leases == 0) {
                oldest.remove();
                bytes -= candidate.adapter.bytes();
                candidate.adapter.close();
            }
        }
        return true;
    }

    /** The memory that is taken now. */
    public synchronized long bytes() {
        return bytes;
    }

    /** What is in it, and what it was asked for so far. */
    public synchronized Use use() {
        return new Use(held.size(), bytes, mostBytes, found, loaded);
    }

    /** Frees what nobody uses now, and the rest when its last lease is closed. */
    @Override
    public synchronized void close() {
        closed = true;
        closeUnused();
    }

    private synchronized void release(Held returned) {
        returned.leases--;
        if (closed) {
            closeUnused();
        }
    }

    private synchronized void closeUnused() {
        held.values().removeIf(one -> {
            if (one.leases > 0) {
                return false;
            }
            bytes -= one.adapter.bytes();
            one.adapter.close();
            return true;
        });
    }

    /**
     * How a pool is used.
     *
     * @param adapters in memory now
     * @param bytes that they take
     * @param mostBytes that they may take
     * @param found how often an adapter was asked for that was in memory
     * @param loaded how often one had to be loaded
     */
    public record Use(int adapters, long bytes, long mostBytes, long found, long loaded) {
        /** Of a pool that does not exist. */
        public static final Use NONE = new Use(0, 0, 0, 0, 0);
    }

    /** The right to use an adapter; close it when no row runs with the adapter any more. Thread-safe. */
    public final class Lease implements AutoCloseable {
        private final Held leased;
        private boolean returned;

        private Lease(Held leased) {
            this.leased = leased;
            leased.leases++;
        }

        /** What requests name. */
        public Adapter adapter() {
            return leased.adapter;
        }

        /** Gives it back; doing so again does nothing. */
        @Override
        public void close() {
            synchronized (AdapterPool.this) {
                if (!returned) {
                    returned = true;
                    release(leased);
                }
            }
        }
    }

    // Guarded by the pool.
    private static final class Held {
        private final Adapter adapter;
        private int leases;

        Held(Adapter adapter) {
            this.adapter = adapter;
        }
    }
}
