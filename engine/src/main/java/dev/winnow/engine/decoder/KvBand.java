package dev.winnow.engine.decoder;

import static java.util.Objects.requireNonNull;

import dev.winnow.engine.torch.TorchCall;
import dev.winnow.engine.torch.TorchModule;
import dev.winnow.engine.torch.TorchValue;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The slots of one length: for each layer a tensor of keys and one of values, [slots, kv_heads, length, head_dim]. A
 * slot that is given back leaves a hole, which the next row takes or {@link #compact} closes, so that attention runs
 * over a slice. Not thread-safe.
 */
final class KvBand implements AutoCloseable {
    private final TorchModule module;
    private final int layers;
    private final int kvHeads;
    private final int headDim;
    private final int length;
    private final List<TorchValue> keys = new ArrayList<>();
    private final List<TorchValue> values = new ArrayList<>();
    // By index; null is a hole. The last one is never a hole.
    private final List<@Nullable KvSlot> slots = new ArrayList<>();
    private int used;
    // They differ only where a resize has failed half-way: every layer has the first, some layer has the second.
    private int capacity;
    private int allocated;

    KvBand(TorchModule module, int layers, int kvHeads, int headDim, int length) {
        this.module = module;
        this.layers = layers;
        this.kvHeads = kvHeads;
        this.headDim = headDim;
        this.length = length;
    }

    int length() {
        return length;
    }

    int used() {
        return used;
    }

    int capacity() {
        return capacity;
    }

    long allocatedTokens() {
        return (long) allocated * length;
    }

    /** For each layer, the keys. */
    List<TorchValue> keys() {
        return keys;
    }

    /** For each layer, the values. */
    List<TorchValue> values() {
        return values;
    }

    /** Takes a free slot, which holds zeros, for a row with this adapter or none; there must be one. */
    KvSlot take(@Nullable Adapter adapter) {
        if (used == capacity) {
            throw new IllegalStateException("no free slot among " + capacity);
        }
        int hole = slots.indexOf(null);
        KvSlot slot = new KvSlot(this, hole < 0 ? slots.size() : hole, adapter);
        // Its last row may have left infinities. Masked places weigh nothing, but nothing times infinity is NaN.
        onEach("clear_slot", slot.index());
        if (hole < 0) {
            slots.add(slot);
        } else {
            slots.set(hole, slot);
        }
        used++;
        return slot;
    }

    /** Fills the beginning of an empty slot with that of another one, of this band or another. */
    static void copyPrefix(KvSlot from, KvSlot to, int tokens) {
        KvBand source = from.band();
        KvBand target = to.band();
        copyPrefix(source.module, source.keys, from.index(), target.keys, to.index(), tokens);
        copyPrefix(source.module, source.values, from.index(), target.values, to.index(), tokens);
        to.add(tokens);
    }

    private static void copyPrefix(
            TorchModule module, List<TorchValue> source, int from, List<TorchValue> target, int to, int tokens) {
        try (TorchValue sources = TorchValue.list(source);
                TorchValue targets = TorchValue.list(target)) {
            module.call("copy_prefix")
                    .with(sources)
                    .with(from)
                    .with(targets)
                    .with(to)
                    .with(tokens)
                    .run()
                    .close();
        }
    }

    /** Gives a slot back. It is a matter of numbers only and cannot fail half-way. */
    void release(KvSlot slot) {
        if (slot.band() != this || slot.index() >= slots.size() || slots.get(slot.index()) != slot) {
            throw new IllegalArgumentException("the slot is not in use here");
        }
        slots.set(slot.index(), null);
        used--;
        trim();
    }

    /** Moves the last slots into the holes. */
    void compact() {
        for (int hole = slots.indexOf(null); hole >= 0; hole = slots.indexOf(null)) {
            KvSlot last = requireNonNull(slots.get(slots.size() - 1));
            onEach("move_slot", last.index(), hole);
            slots.set(last.index(), null);
            slots.set(hole, last);
            last.moveTo(hole);
            trim();
        }
    }

    /**
     * Makes room for so many slots, or gives memory back. Layer by layer, so that only one layer's tensors exist twice.
     *
     * @param count at least those in use
     */
    void resize(int count) {
        if (count < used) {
            throw new IllegalArgumentException("%d slots are in use, not %d".formatted(used, count));
        }
        if (count == 0) {
            close();
            return;
        }
        compact();
        capacity = Math.min(capacity, count);
        allocated = Math.max(allocated, count);
        if (keys.isEmpty()) {
            allocate(count);
        } else {
            for (int layer = 0; layer < layers; layer++) {
                keys.set(layer, resized(keys.get(layer), count));
                values.set(layer, resized(values.get(layer), count));
            }
        }
        capacity = count;
        allocated = count;
    }

    /** Gives back the memory of slots that are not in use. */
    void shrink() {
        if (allocated > used) {
            resize(used);
        }
    }

    @Override
    public void close() {
        Stream.concat(keys.stream(), values.stream()).forEach(TorchValue::close);
        keys.clear();
        values.clear();
        capacity = 0;
        allocated = 0;
    }

    private void allocate(int count) {
        try {
            for (int layer = 0; layer < layers; layer++) {
                keys.add(zeros(count));
                values.add(zeros(count));
            }
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    private TorchValue zeros(int count) {
        return module.call("empty_cache")
                .withList(count, kvHeads, length, headDim)
                .run();
    }

    private TorchValue resized(TorchValue old, int count) {
        try (Unfinished unfinished = new Unfinished()) {
            TorchValue fresh = unfinished.add(zeros(count), TorchValue::close);
            module.call("copy_slots").with(fresh).with(old).with(used).run().close();
            unfinished.keep();
            old.close();
            return fresh;
        }
    }

    /** Calls a method on all keys and on all values. */
    private void onEach(String method, int... indexes) {
        for (List<TorchValue> caches : List.of(keys, values)) {
            try (TorchValue list = TorchValue.list(caches)) {
                TorchCall call = module.call(method).with(list);
                Arrays.stream(indexes).forEach(call::with);
                call.run().close();
            }
        }
    }

    private void trim() {
        while (!slots.isEmpty() && slots.get(slots.size() - 1) == null) {
            slots.remove(slots.size() - 1);
        }
    }
}
