package dev.winnow.benchmarks.peers.system;

import dev.winnow.benchmarks.peers.system.TaskLine.DocumentLine;
import dev.winnow.common.work.Sampling;
import dev.winnow.engine.generation.GenerationOutcome;
import dev.winnow.engine.generation.GenerationOutcome.Generated;
import dev.winnow.engine.generation.GenerationRequest;
import dev.winnow.engine.generation.Submission;
import dev.winnow.text.constraint.Cursor;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/** Gives the engine a task's documents as a worker does, and waits for the last of them. */
final class EngineWork {
    // Fewer than the engine lets wait.
    private static final int UNDER_WAY = 256;
    // The schema's cursor wants to be sure that it can end, by more tokens than an output mostly takes for it.
    private static final int ROOM_TO_END = 64;
    private static final double NANOS = 1e9;

    private final LearnedEngine engine;

    EngineWork(LearnedEngine engine) {
        this.engine = engine;
    }

    Answer run(TaskLine task) throws IOException, InterruptedException {
        Semaphore places = new Semaphore(UNDER_WAY);
        List<CompletableFuture<GenerationOutcome>> outcomes = new ArrayList<>();
        long begun = System.nanoTime();
        for (DocumentLine document : task.documents()) {
            places.acquire();
            CompletableFuture<GenerationOutcome> outcome = new CompletableFuture<>();
            Submission submission = engine.generator().submit(request(task, document), ended -> {
                places.release();
                outcome.complete(ended);
            });
            if (submission instanceof Submission.Refused refused) {
                throw new IOException("the engine took no document: " + refused.refusal());
            }
            outcomes.add(outcome);
        }
        CompletableFuture.allOf(outcomes.toArray(CompletableFuture<?>[]::new)).join();
        double seconds = (System.nanoTime() - begun) / NANOS;
        List<Output> outputs = new ArrayList<>();
        for (CompletableFuture<GenerationOutcome> outcome : outcomes) {
            outputs.add(output(outcome.join()));
        }
        return new Answer(seconds, outputs);
    }

    private GenerationRequest request(TaskLine task, DocumentLine document) {
        int most = task.mostOutputTokens();
        return switch (task.kind()) {
            case PREFILL -> request(document, null, 1, Set.of());
            case FREE ->
                request(
                        document,
                        engine.texts().constraint().begin(most),
                        most,
                        engine.texts().endTokens());
            case FORCED -> {
                int room = document.reference().size() + ROOM_TO_END;
                yield request(
                        document,
                        new ForcedCursor(engine.texts().constraint().begin(room), document.reference()),
                        room,
                        Set.of());
            }
        };
    }

    private GenerationRequest request(
            DocumentLine document, @Nullable Cursor cursor, int most, Set<Integer> endTokens) {
        return engine.adapted(new GenerationRequest(
                        document.promptArray(), cursor, most, Sampling.GREEDY, endTokens, Duration.ofHours(1))
                .copying(engine.texts().quoted(document.input())));
    }

    private static Output output(GenerationOutcome outcome) throws IOException {
        if (outcome instanceof Generated generated) {
            List<Integer> tokens = Arrays.stream(generated.tokens()).boxed().toList();
            return new Output(tokens, generated.steps(), generated.truncated());
        }
        throw new IOException("the engine gave no output: " + outcome);
    }
}
