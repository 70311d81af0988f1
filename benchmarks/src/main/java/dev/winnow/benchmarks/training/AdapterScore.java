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
import dev.winnow.text.score.FieldScore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** How much of the measured documents an adapter has right, with and without the constraint, in f32. */
final class AdapterScore {
    private static final int SLOTS = 16;
    private static final int CHUNK_TOKENS = 256;
    private static final long ADAPTER_BYTES = 256L << 20;

    private final TextModel texts;
    private final List<TokenDocument> documents;
    private final int mostTokens;

    AdapterScore(TextModel texts, List<TokenDocument> documents, int mostTokens) {
        this.texts = texts;
        this.documents = List.copyOf(documents);
        this.mostTokens = mostTokens;
    }

    Map<String, Object> of(LoadableModel model, Path adapter) throws IOException {
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
            Map<String, Object> figures = new LinkedHashMap<>();
            for (boolean constrained : new boolean[] {false, true}) {
                score(constrained ? "constrained_" : "free_", outputs(loop, lease, constrained), figures);
            }
            return figures;
        } finally {
            pool.close();
        }
    }

    private void score(String prefix, List<String> outputs, Map<String, Object> figures) {
        double fields = 0;
        int whole = 0;
        int valid = 0;
        for (int i = 0; i < outputs.size(); i++) {
            double score = FieldScore.of(outputs.get(i), documents.get(i).output());
            fields += score / outputs.size();
            whole += score == 1 ? 1 : 0;
            valid += texts.problems(outputs.get(i)).isEmpty() ? 1 : 0;
        }
        figures.put(prefix + "field_score", Math.round(fields * 1000) / 1000.);
        figures.put(prefix + "all_right", whole);
        figures.put(prefix + "valid", valid);
        figures.put("documents", outputs.size());
    }

    private List<String> outputs(Generator loop, AdapterPool.Lease lease, boolean constrained) throws IOException {
        List<CompletableFuture<GenerationOutcome>> outcomes = new ArrayList<>();
        for (TokenDocument document : documents) {
            GenerationRequest request = new GenerationRequest(
                    document.prompt().stream().mapToInt(Integer::intValue).toArray(),
                    constrained ? texts.constraint().begin(mostTokens) : null,
                    mostTokens,
                    Sampling.GREEDY,
                    texts.endTokens(),
                    Duration.ofHours(1));
            CompletableFuture<GenerationOutcome> outcome = new CompletableFuture<>();
            if (loop.submit(request.with(lease.adapter()), outcome::complete) instanceof Submission.Refused refused) {
                throw new IOException("the engine took no document: " + refused.refusal());
            }
            outcomes.add(outcome);
        }
        List<String> outputs = new ArrayList<>();
        for (CompletableFuture<GenerationOutcome> outcome : outcomes) {
            if (!(outcome.join() instanceof GenerationOutcome.Generated generated)) {
                throw new IOException("the engine gave no output: " + outcome.join());
            }
            outputs.add(texts.text(Arrays.stream(generated.tokens())
                    .boxed()
                    .filter(token -> !texts.endTokens().contains(token))
                    .toList()));
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
