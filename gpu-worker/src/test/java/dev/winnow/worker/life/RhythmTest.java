package dev.winnow.worker.life;

import static org.assertj.core.api.Assertions.assertThat;

import dev.winnow.worker.control.CoordinatorAwayException;
import dev.winnow.worker.control.CoordinatorClient;
import dev.winnow.worker.control.CoordinatorRefusedException;
import dev.winnow.worker.control.KeyRefusedException;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RhythmTest {
    private final BlockingQueue<String> fatal = new LinkedBlockingQueue<>();
    private final Rhythm rhythm = new Rhythm(refusal -> fatal.add(String.valueOf(refusal.getMessage())));

    @AfterEach
    void close() {
        rhythm.close();
    }

    @Test
    void a_part_that_fails_is_called_again() throws InterruptedException {
        CountDownLatch calls = new CountDownLatch(3);
        rhythm.every("test", () -> Duration.ofMillis(1), () -> {
            calls.countDown();
            throw new IllegalStateException("this time");
        });

        assertThat(calls.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(fatal).isEmpty();
    }

    @Test
    void a_part_that_ran_out_of_memory_is_called_again() throws InterruptedException {
        CountDownLatch calls = new CountDownLatch(3);
        rhythm.every("test", () -> Duration.ofMillis(1), () -> {
            calls.countDown();
            throw new OutOfMemoryError("this time");
        });

        assertThat(calls.await(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void a_part_that_takes_long_delays_no_other() throws InterruptedException {
        CountDownLatch never = new CountDownLatch(1);
        CountDownLatch calls = new CountDownLatch(3);
        rhythm.every("test", () -> Duration.ofMillis(1), () -> {
            try {
                never.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        rhythm.every("test", () -> Duration.ofMillis(1), calls::countDown);

        assertThat(calls.await(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void a_refused_key_is_told_and_the_part_is_not_called_again() throws Exception {
        AtomicInteger calls = new AtomicInteger();
        try (CoordinatorDouble coordinator = new CoordinatorDouble()) {
            CoordinatorClient client = new CoordinatorClient(coordinator.address(), "wrong", Duration.ofSeconds(5));
            rhythm.every("test", () -> Duration.ofMillis(1), () -> {
                calls.incrementAndGet();
                refusedCall(client);
            });

            assertThat(fatal.poll(10, TimeUnit.SECONDS)).contains("WINNOW_WORKER_KEY");
        }
        assertThat(calls).hasValue(1);
    }

    private static void refusedCall(CoordinatorClient client) throws KeyRefusedException {
        try {
            client.deregister(UUID.randomUUID());
        } catch (CoordinatorAwayException | CoordinatorRefusedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void a_bell_calls_a_part_that_would_wait_for_long() throws InterruptedException {
        Bell bell = new Bell();
        BlockingQueue<String> calls = new LinkedBlockingQueue<>();
        rhythm.every("test", bell, () -> Duration.ofDays(1), () -> calls.add("called"));
        assertThat(calls.poll(10, TimeUnit.SECONDS)).isNotNull();

        bell.ring();

        assertThat(calls.poll(10, TimeUnit.SECONDS)).isNotNull();
        assertThat(calls).isEmpty();
    }

    @Test
    void a_bell_that_rings_during_a_call_is_heard_after_it() throws InterruptedException {
        Bell bell = new Bell();
        CountDownLatch calls = new CountDownLatch(2);
        rhythm.every("test", bell, () -> Duration.ofDays(1), () -> {
            if (calls.getCount() == 2) {
                bell.ring();
            }
            calls.countDown();
        });

        assertThat(calls.await(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void stopping_waits_for_the_call_that_is_under_way() throws InterruptedException {
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        AtomicInteger finished = new AtomicInteger();
        Rhythm.Beat beat = rhythm.every("test", () -> Duration.ofMillis(1), () -> {
            inside.countDown();
            try {
                goOn.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            finished.incrementAndGet();
        });
        assertThat(inside.await(10, TimeUnit.SECONDS)).isTrue();
        Thread opener = new Thread(goOn::countDown);
        opener.start();
        beat.stop(Duration.ofSeconds(10));

        assertThat(finished).hasValue(1);
    }
}
