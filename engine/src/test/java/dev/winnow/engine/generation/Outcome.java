package dev.winnow.engine.generation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.winnow.engine.generation.GenerationOutcome.Generated;
import dev.winnow.engine.generation.GenerationOutcome.GenerationFailed;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/** Waits for the outcome of one request. */
final class Outcome implements GenerationListener {
    private final CompletableFuture<GenerationOutcome> future = new CompletableFuture<>();
    private final AtomicInteger calls = new AtomicInteger();
    private final Runnable onBegun;
    private volatile boolean begun;

    Outcome() {
        this(() -> {});
    }

    /** Does something on the loop's thread when the request begins. */
    Outcome(Runnable onBegun) {
        this.onBegun = onBegun;
    }

    @Override
    public void begun() {
        begun = true;
        onBegun.run();
    }

    @Override
    public void finished(GenerationOutcome outcome) {
        calls.incrementAndGet();
        future.complete(outcome);
    }

    boolean hasBegun() {
        return begun;
    }

    GenerationOutcome get() {
        try {
            return future.get(120, TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new AssertionError("no outcome", e);
        } finally {
            assertThat(calls).hasValueLessThanOrEqualTo(1);
        }
    }

    Generated generated() {
        assertThat(get()).isInstanceOf(Generated.class);
        return (Generated) get();
    }

    GenerationFailed failed() {
        assertThat(get()).isInstanceOf(GenerationFailed.class);
        return (GenerationFailed) get();
    }
}
