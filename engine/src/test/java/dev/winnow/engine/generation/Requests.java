package dev.winnow.engine.generation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.winnow.common.work.Sampling;
import dev.winnow.engine.decoder.Decoder;
import dev.winnow.engine.decoder.DecoderSettings;
import dev.winnow.engine.decoder.MemoryBudget;
import dev.winnow.engine.decoder.MemoryPlan;
import dev.winnow.engine.decoder.NumericMode;
import dev.winnow.engine.decoder.TinyModel;
import dev.winnow.text.constraint.Cursor;
import java.time.Duration;
import java.util.Arrays;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/** Loops with the tiny model, and requests to them. */
final class Requests {
    static final Duration MINUTE = Duration.ofMinutes(1);

    /** Prompt tokens that one round of a loop reads. */
    static final int CHUNK = 16;

    private Requests() {}

    static GenerationLoop loop(TinyModel weights, int mostRows, LoopSettings settings) {
        Decoder decoder = Decoder.load(
                TinyModel.LLAMA,
                weights,
                NumericMode.F32,
                MemoryBudget.ofMebibytes(64),
                new DecoderSettings(mostRows, CHUNK));
        return GenerationLoop.start(decoder, settings);
    }

    /** A loop of several rows whose cache holds so many tokens and not many more. */
    static GenerationLoop loopWithRoomFor(int tokens, TinyModel weights, LoopSettings settings) {
        DecoderSettings several = new DecoderSettings(4, CHUNK);
        MemoryPlan plan;
        try (Decoder generous =
                Decoder.load(TinyModel.LLAMA, weights, NumericMode.F32, MemoryBudget.ofMebibytes(64), several)) {
            plan = generous.memory();
        }
        long bytes = plan.weightBytes() + plan.workBytes() + 3L * tokens * plan.kvBytesPerToken();
        Decoder decoder = Decoder.load(TinyModel.LLAMA, weights, NumericMode.F32, new MemoryBudget(bytes), several);
        assertThat(decoder.memory().kvTokens()).isBetween((long) tokens, tokens * 3L / 2);
        return GenerationLoop.start(decoder, settings);
    }

    static Outcome run(GenerationLoop loop, GenerationRequest request) {
        Outcome outcome = new Outcome();
        accepted(loop.submit(request, outcome));
        return outcome;
    }

    /** What a request gives in a loop that runs nothing else and takes one token a step. */
    static int[] alone(TinyModel weights, GenerationRequest request) {
        try (GenerationLoop loop = loop(weights, 1, LoopSettings.DEFAULT.reference())) {
            return run(loop, request).generated().tokens();
        }
    }

    static GenerationId accepted(Submission submission) {
        assertThat(submission).isInstanceOf(Submission.Accepted.class);
        return ((Submission.Accepted) submission).id();
    }

    static GenerationRequest free(int[] prompt, int most, Sampling sampling) {
        return request(prompt, null, most, sampling);
    }

    static GenerationRequest constrained(Cursor cursor, int most, Sampling sampling) {
        return request(prompt(1), cursor, most, sampling);
    }

    static GenerationRequest request(int[] prompt, @Nullable Cursor cursor, int most, Sampling sampling) {
        return new GenerationRequest(prompt, cursor, most, sampling, Set.of(), MINUTE);
    }

    static int[] prompt(int seed) {
        return new SplittableRandom(seed).ints(1 + seed * 7 % 50, 0, 150).toArray();
    }

    static int[] filled(int length, int token) {
        int[] tokens = new int[length];
        Arrays.fill(tokens, token);
        return tokens;
    }

    static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
