package dev.winnow.benchmarks.training;

import dev.winnow.benchmarks.peers.document.TextModel;
import dev.winnow.benchmarks.peers.document.TokenDocument;
import dev.winnow.common.work.Sampling;
import dev.winnow.engine.decoder.AdapterPool;
import dev.winnow.engine.decoder.Decoder;
import dev.winnow.engine.decoder.DecoderSettings;
import dev.winnow.engine.decoder.MemoryBudget;
import dev.winnow.engine.decoder.NumericMode;
import dev.winnow.engine.generation.GenerationLoop;
import dev.winnow.engine.generation.GenerationOutcome;
import dev.winnow.engine.generation.GenerationRequest;
import dev.winnow.engine.generation.Generator;
import dev.winnow.engine.generation.LoopSettings;
import dev.winnow.engine.generation.Submission;
import dev.winnow.engine.model.LoadableAdapter;
import dev.winnow.engine.model.LoadableModel;
import dev.winnow.engine.model.safetensors.PeftAdapter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * What the engine writes for documents with an adapter, in f32, always the likeliest token.
 *
 * @param free without the constraint, by document, with the end token where it was written
 * @param constrained within the schema, likewise
 */
record Written(List<List<Integer>> free, List<List<Integer>> constrained) {
    /** Documents answered at once. */
    private static final int SLOTS = 16;

    private static final int CHUNK_TOKENS = 256;
    private static final long ADAPTER_BYTES = 256L << 20;

    Written {
        free = List.copyOf(free);
        constrained = List.copyOf(constrained);
    }

    /** Lets the engine write. */
    static Written by(LoadableModel model, Path adapter, TextModel texts, List<TokenDocument> documents, int mostTokens)
            throws IOException {
        Decoder decoder = Decoder.load(
                model.shape(),
                model.weights(),
                NumericMode.F32,
                MemoryBudget.halfOfMachine(),
                new DecoderSettings(SLOTS, CHUNK_TOKENS).withAdapters(ADAPTER_BYTES));
        AdapterPool pool = new AdapterPool(decoder.adapterForm(), ADAPTER_BYTES);
        try (Generator loop = GenerationLoop.start(decoder, LoopSettings.DEFAULT);
                AdapterPool.Lease lease =
                        pool.lease("learned", () -> open(adapter)).orElseThrow()) {
            List<List<List<Integer>>> both = new ArrayList<>();
            for (boolean constrained : new boolean[] {false, true}) {
                both.add(outputs(
                        loop,
                        documents.stream()
                                .map(document -> request(document, constrained, texts, mostTokens)
                                        .with(lease.adapter()))
                                .toList()));
            }
            return new Written(both.get(0), both.get(1));
        } finally {
            pool.close();
        }
    }

    private static GenerationRequest request(
            TokenDocument document, boolean constrained, TextModel texts, int mostTokens) {
        return new GenerationRequest(
                document.prompt().stream().mapToInt(Integer::intValue).toArray(),
                constrained ? texts.constraint().begin(mostTokens) : null,
                mostTokens,
                Sampling.GREEDY,
                texts.endTokens(),
                Duration.ofHours(1));
    }

    private static List<List<Integer>> outputs(Generator loop, List<GenerationRequest> requests) throws IOException {
        List<CompletableFuture<GenerationOutcome>> outcomes = new ArrayList<>();
        for (GenerationRequest request : requests) {
            CompletableFuture<GenerationOutcome> outcome = new CompletableFuture<>();
            if (loop.submit(request, outcome::complete) instanceof Submission.Refused refused) {
                throw new IOException("the engine took no document: " + refused.refusal());
            }
            outcomes.add(outcome);
        }
        List<List<Integer>> outputs = new ArrayList<>();
        for (CompletableFuture<GenerationOutcome> outcome : outcomes) {
            if (!(outcome.join() instanceof GenerationOutcome.Generated generated)) {
                throw new IOException("the engine gave no output: " + outcome.join());
            }
            outputs.add(Arrays.stream(generated.tokens()).boxed().toList());
        }
        return outputs;
    }

    private static LoadableAdapter open(Path folder) {
        try {
            return PeftAdapter.open(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
