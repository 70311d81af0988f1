package dev.winnow.engine.decoder;

import dev.winnow.engine.torch.TorchCall;
import dev.winnow.engine.torch.TorchValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * The adapters of one call, and the tokens that each is for: what {@code projected} in decoder.ts.py wants to know. A
 * token of the base model is in none of them.
 */
final class AdapterMix implements AutoCloseable {
    private final Map<Adapter, LongStream.Builder> tokensOf = new LinkedHashMap<>();
    private @Nullable TorchValue made;

    /** The tokens from {@code first} on, so many, are of a row with this adapter, or of the base model. */
    void add(@Nullable Adapter adapter, int first, int count) {
        if (adapter != null) {
            LongStream.Builder tokens = tokensOf.computeIfAbsent(adapter, added -> LongStream.builder());
            LongStream.range(first, first + count).forEach(tokens);
        }
    }

    /** Passes it to a call, as three arguments. */
    TorchCall passTo(TorchCall call) {
        List<long[]> tokens = tokensOf.values().stream()
                .map(LongStream.Builder::build)
                .map(LongStream::toArray)
                .toList();
        return call.withTensor(tokens.stream().flatMapToLong(LongStream::of).toArray())
                .withList(tokens.stream().mapToLong(some -> some.length).toArray())
                .with(factors());
    }

    // A list of several is made for each call, since one that were kept would keep adapters alive that were let go of.
    private TorchValue factors() {
        List<Adapter> adapters = List.copyOf(tokensOf.keySet());
        if (adapters.size() == 1) {
            return adapters.get(0).list();
        }
        List<TorchValue> factors = new ArrayList<>();
        adapters.forEach(adapter -> factors.addAll(adapter.factors()));
        made = factors.isEmpty() ? TorchValue.tensorList(factors) : TorchValue.list(factors);
        return made;
    }

    /** Lets go of what was made for the call. */
    @Override
    public void close() {
        if (made != null) {
            made.close();
        }
    }
}
