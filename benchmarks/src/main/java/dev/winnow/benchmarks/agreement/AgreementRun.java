package dev.winnow.benchmarks.agreement;

import dev.winnow.benchmarks.peers.document.TextModel;
import dev.winnow.benchmarks.peers.document.TokenDocument;
import dev.winnow.benchmarks.report.Report;
import dev.winnow.common.work.Sampling;
import dev.winnow.engine.decoder.AdapterPool;
import dev.winnow.engine.decoder.Decoder;
import dev.winnow.engine.decoder.NumericMode;
import dev.winnow.engine.generation.GenerationLoop;
import dev.winnow.engine.generation.GenerationOutcome;
import dev.winnow.engine.generation.GenerationOutcome.Generated;
import dev.winnow.engine.generation.GenerationRequest;
import dev.winnow.engine.generation.Generator;
import dev.winnow.engine.generation.Submission;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** All ways in one numeric mode, beside the reference. */
final class AgreementRun {
    private final Subject subject;
    private final TextModel texts;
    private final List<TokenDocument> documents;
    private final int mostTokens;
    private final Report report;

    AgreementRun(Subject subject, TextModel texts, List<TokenDocument> documents, int mostTokens, Report report) {
        this.subject = subject;
        this.texts = texts;
        this.documents = documents;
        this.mostTokens = mostTokens;
        this.report = report;
    }

    /** Runs them all, and gives how many outputs differ by more than a tie. */
    int measure(NumericMode mode, int slots) throws IOException {
        List<Generated> reference = run(mode, Way.REFERENCE);
        int forbidden = 0;
        for (Way way : Way.others(slots, subject.adapters().size() > 1)) {
            forbidden += compared(mode, way, reference, run(mode, way));
        }
        return forbidden;
    }

    private int compared(NumericMode mode, Way way, List<Generated> reference, List<Generated> found)
            throws IOException {
        List<Difference> differences = new ArrayList<>();
        try (Margins margins = new Margins(subject, mode)) {
            for (int i = 0; i < documents.size(); i++) {
                int[] expected = reference.get(i).tokens();
                int at = firstDifference(expected, found.get(i).tokens());
                if (at >= 0) {
                    differences.add(new Difference(
                            i,
                            at,
                            margins.margin(
                                    documents.get(i).prompt(),
                                    expected,
                                    found.get(i).tokens(),
                                    at)));
                }
            }
        }
        int forbidden = (int)
                differences.stream().filter(difference -> !difference.allowed()).count();
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("documents", documents.size());
        values.put("as_the_reference", documents.size() - differences.size());
        values.put("differ_at_a_tie", differences.size() - forbidden);
        values.put("differ", forbidden);
        values.put("steps_per_output_token", stepsPerToken(found));
        if (!differences.isEmpty()) {
            values.put("margins", differences.stream().map(Difference::margin).toList());
        }
        report.figure(mode.wireName(), way.name(), values);
        return forbidden;
    }

    private static int firstDifference(int[] expected, int[] found) {
        int shorter = Math.min(expected.length, found.length);
        for (int i = 0; i < shorter; i++) {
            if (expected[i] != found[i]) {
                return i;
            }
        }
        return expected.length == found.length ? -1 : shorter;
    }

    private static double stepsPerToken(List<Generated> outputs) {
        int steps = outputs.stream().mapToInt(Generated::steps).sum();
        int tokens = outputs.stream().mapToInt(output -> output.tokens().length).sum();
        return Math.round(steps * 1000. / Math.max(1, tokens)) / 1000.;
    }

    private List<Generated> run(NumericMode mode, Way way) throws IOException {
        Decoder decoder = subject.load(mode, way.slots());
        AdapterPool pool = new AdapterPool(decoder.adapterForm(), Subject.adapterBytes());
        List<AdapterPool.Lease> leases = new ArrayList<>();
        for (Path folder : subject.adapters()) {
            leases.add(pool.lease(folder.toString(), () -> Subject.open(folder)).orElseThrow());
        }
        try (Generator loop = GenerationLoop.start(decoder, way.settings())) {
            List<CompletableFuture<GenerationOutcome>> outcomes = new ArrayList<>();
            List<CompletableFuture<GenerationOutcome>> companions = new ArrayList<>();
            for (int i = 0; i < documents.size(); i++) {
                if (way.companions()) {
                    // The base model and the other adapters in turn.
                    int other = i % leases.size();
                    companions.add(submit(loop, documents.get(i), other == 0 ? null : leases.get(other)));
                }
                outcomes.add(submit(loop, documents.get(i), leases.isEmpty() ? null : leases.get(0)));
            }
            generated(companions);
            return generated(outcomes);
        } finally {
            leases.forEach(AdapterPool.Lease::close);
            pool.close();
        }
    }

    private static List<Generated> generated(List<CompletableFuture<GenerationOutcome>> outcomes) throws IOException {
        List<Generated> outputs = new ArrayList<>();
        for (CompletableFuture<GenerationOutcome> outcome : outcomes) {
            if (!(outcome.join() instanceof Generated generated)) {
                throw new IOException("the engine gave no output: " + outcome.join());
            }
            outputs.add(generated);
        }
        return outputs;
    }

    private CompletableFuture<GenerationOutcome> submit(
            Generator loop, TokenDocument document, AdapterPool.@Nullable Lease lease) throws IOException {
        GenerationRequest request = new GenerationRequest(
                        document.prompt().stream().mapToInt(Integer::intValue).toArray(),
                        texts.constraint().begin(mostTokens),
                        mostTokens,
                        Sampling.GREEDY,
                        texts.endTokens(),
                        Duration.ofHours(1))
                .copying(texts.quoted(document.input()));
        CompletableFuture<GenerationOutcome> outcome = new CompletableFuture<>();
        Submission submission = loop.submit(lease == null ? request : request.with(lease.adapter()), outcome::complete);
        if (submission instanceof Submission.Refused refused) {
            throw new IOException("the engine took no document: " + refused.refusal());
        }
        return outcome;
    }
}
