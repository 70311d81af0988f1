package dev.winnow.engine.decoder;

import dev.winnow.engine.torch.TorchModule;
import dev.winnow.engine.torch.TorchValue;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The slots of one length: for each layer a tensor of keys and one of values, [slots, kv_heads, length, head_dim]. Used
 * slots are dense from 0, so that attention runs over a slice. Not thread-safe.
 */
final class KvBand implements AutoCloseable {
    private final TorchModule module;
    private final int layers;
    private final int kvHeads;
    private final int headDim;
    private final int length;
    private final List<TorchValue> keys = new ArrayList<>();
    private final List<TorchValue> values = new ArrayList<>();
    private final List<KvSlot> used = new ArrayList<>();
    private int capacity;

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
        return used.size();
    }

    int capacity() {
        return capacity;
    }

    long allocatedTokens() {
        return (long) capacity * length;
    }

    /** For each layer, the keys. */
    List<TorchValue> keys() {
        return keys;
    }

    /** For each layer, the values. */
    List<TorchValue> values() {
        return values;
    }

    /** Takes a free slot; there must be one. */
    KvSlot take() {
        if (used.size() == capacity) {
            throw new IllegalStateException("no free slot among " + capacity);
        }
        KvSlot slot = new KvSlot(this, used.size());
        used.add(slot);
        return slot;
    }

    /** Gives a slot back; the last used slot moves into its place. */
    void release(KvSlot slot) {
        if (slot.band() != this || used.get(slot.index()) != slot) {
            throw new IllegalArgumentException("the slot is not in use here");
        }
        KvSlot last = used.get(used.size() - 1);
        if (last != slot) {
            move(last, slot.index());
        }
        used.remove(used.size() - 1);
    }

    /**
     * Makes room for so many slots, or gives memory back. Layer by layer, so that only one layer's tensors exist twice.
     *
     * @param slots at least those in use
     */
    void resize(int slots) {
        if (slots < used.size()) {
            throw new IllegalArgumentException("%d slots are in use, not %d".formatted(used.size(), slots));
        }
        if (slots == 0) {
            close();
        } else if (capacity == 0) {
            allocate(slots);
        } else {
            for (int layer = 0; layer < layers; layer++) {
                keys.set(layer, resized(keys.get(layer), slots));
                values.set(layer, resized(values.get(layer), slots));
            }
        }
        capacity = slots;
    }

    @Override
    public void close() {
        Stream.concat(keys.stream(), values.stream()).forEach(TorchValue::close);
        keys.clear();
        values.clear();
        capacity = 0;
    }

    private void allocate(int slots) {
        try {
            for (int layer = 0; layer < layers; layer++) {
                keys.add(zeros(slots));
                values.add(zeros(slots));
            }
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    // Zeros, not raw memory: masked places weigh nothing, but nothing times NaN is NaN.
    private TorchValue zeros(int slots) {
        return TorchValue.zeros(slots, kvHeads, length, headDim);
    }

    private TorchValue resized(TorchValue old, int slots) {
        TorchValue fresh = zeros(slots);
        module.call("copy_slots").with(fresh).with(old).with(used.size()).run().close();
        old.close();
        return fresh;
    }

    private void move(KvSlot slot, int index) {
        for (List<TorchValue> caches : List.of(keys, values)) {
            try (TorchValue list = TorchValue.list(caches)) {
                module.call("move_slot")
                        .with(list)
                        .with(slot.index())
                        .with(index)
                        .with(slot.tokens())
                        .run()
                        .close();
            }
        }
        slot.moveTo(index);
        used.set(index, slot);
    }
}
