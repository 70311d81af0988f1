package dev.winnow.coordinator.estimate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class TokenSampleTest {
    @Test
    void few_items_are_all_counted_and_nothing_is_estimated() {
        TokenSample sample = new TokenSample();
        sample.offer(10, 100, () -> 35);
        sample.offer(10, 7, () -> 12);

        assertThat(sample.total()).isEqualTo(new Amount(47, 0, 47, 47));
        assertThat(sample.counted()).isEqualTo(2);
    }

    @Test
    void no_items_have_no_tokens() {
        assertThat(new TokenSample().total()).isEqualTo(new Amount(0, 0, 0, 0));
    }

    @Test
    void tokens_that_follow_the_bytes_are_known_without_an_error() {
        TokenSample sample = new TokenSample();
        double tokens = 0;
        for (int i = 1; i <= 10_000; i++) {
            int bytes = i % 997;
            sample.offer(20, bytes * 4L, () -> 20 + bytes);
            tokens += 20 + bytes;
        }

        assertThat(sample.counted()).isEqualTo(TokenSample.SIZE);
        assertThat(sample.total().value()).isCloseTo(tokens, within(0.01));
        assertThat(sample.total().standardError()).isCloseTo(0, within(0.01));
    }

    @Test
    void the_same_items_get_the_same_answer() {
        assertThat(new Population(7).sampled().total())
                .isEqualTo(new Population(7).sampled().total());
    }

    @Test
    void of_many_items_few_are_counted() {
        AtomicInteger counted = new AtomicInteger();
        TokenSample sample = new TokenSample();
        for (int i = 0; i < 1_000_000; i++) {
            sample.offer(0, 1_000, () -> {
                counted.incrementAndGet();
                return 250;
            });
        }

        assertThat(sample.items()).isEqualTo(1_000_000);
        assertThat(counted.get()).isLessThan(10_000);
    }

    @Test
    void the_interval_holds_the_truth_about_as_often_as_it_says() {
        int held = 0;
        int populations = 400;
        double error = 0;
        for (int seed = 0; seed < populations; seed++) {
            Population population = new Population(seed);
            Amount estimate = population.sampled().total();
            held += estimate.low() <= population.tokens && population.tokens <= estimate.high() ? 1 : 0;
            error += estimate.standardError() / population.tokens;
        }

        assertThat(held / (double) populations).isCloseTo(0.95, within(0.03));
        assertThat(error / populations).as("mean standard error, relative").isLessThan(0.02);
    }

    /** Pages like scraped ones: of very unequal length, in languages that take 2 to 6 bytes a token. */
    private static final class Population {
        private final int size;
        private final int[] bytes;
        private final int[] counts;
        private long tokens;

        Population(long seed) {
            SplittableRandom chance = new SplittableRandom(seed * 31 + 5);
            size = 3_000 + chance.nextInt(3_000);
            bytes = new int[size];
            counts = new int[size];
            for (int i = 0; i < size; i++) {
                bytes[i] = (int) Math.exp(4 + 4 * chance.nextDouble());
                counts[i] = 30 + (int) (bytes[i] / (2 + 4 * chance.nextDouble()));
                tokens += counts[i];
            }
        }

        TokenSample sampled() {
            TokenSample sample = new TokenSample();
            for (int i = 0; i < size; i++) {
                int count = counts[i];
                sample.offer(30, bytes[i], () -> count);
            }
            return sample;
        }
    }
}
