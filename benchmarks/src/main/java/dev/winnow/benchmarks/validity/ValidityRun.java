package dev.winnow.benchmarks.validity;

import dev.winnow.common.work.Sampling;
import dev.winnow.engine.generation.GenerationOutcome;
import dev.winnow.engine.generation.GenerationRequest;
import dev.winnow.engine.generation.Generator;
import dev.winnow.engine.generation.Submission;
import dev.winnow.text.tokenizer.Tokenizer;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** Has documents of all schemas written side by side, in one batch, and judges each as it comes. */
final class ValidityRun {
    private static final int PROMPT_TOKENS = 12;

    /** Some documents have hardly any room, some have plenty. */
    private static final int MOST_ROOM = 300;

    private final Generator generator;
    private final Tokenizer tokenizer;
    private final double temperature;
    private final SplittableRandom random;
    private final BlockingQueue<Runnable> outcomes = new LinkedBlockingQueue<>();

    ValidityRun(Generator generator, Tokenizer tokenizer, double temperature, long seed) {
        this.generator = generator;
        this.tokenizer = tokenizer;
        this.temperature = temperature;
        this.random = new SplittableRandom(seed);
    }

    /**
     * Runs it.
     *
     * @param documents of each schema
     * @param atOnce that wait or run, which bounds the memory that cursors take
     * @param progress told after each document how many are done
     */
    void run(List<Subject> subjects, int documents, int atOnce, Progress progress) throws IOException {
        int done = 0;
        int offered = 0;
        int all = subjects.size() * documents;
        while (done < all) {
            if (offered < all && offered - done < atOnce) {
                offer(subjects.get(offered % subjects.size()));
                offered++;
            } else {
                judgeNext();
                progress.done(++done, all);
            }
        }
    }

    private void offer(Subject subject) throws IOException {
        int limit = subject.constraint().shortestOutputTokens() + random.nextInt(MOST_ROOM);
        // A thousand documents of one schema differ by their prompts and by the seeds of their draws.
        int[] prompt =
                random.ints(PROMPT_TOKENS, 0, tokenizer.vocabulary().size()).toArray();
        GenerationRequest request = new GenerationRequest(
                prompt,
                subject.constraint().begin(limit),
                limit,
                new Sampling(temperature, random.nextLong()),
                Set.of(),
                Duration.ofHours(1));
        Submission submission =
                generator.submit(request, outcome -> outcomes.add(() -> judged(subject, outcome, limit)));
        if (submission instanceof Submission.Refused refused) {
            throw new IOException("the engine took no document: " + refused.refusal());
        }
    }

    private void judged(Subject subject, GenerationOutcome outcome, int limit) {
        subject.judge(outcome, limit, tokenizer);
    }

    private void judgeNext() throws IOException {
        try {
            outcomes.take().run();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    /** How far it is. */
    @FunctionalInterface
    interface Progress {
        void done(int documents, int all);
    }
}
