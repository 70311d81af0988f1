package dev.winnow.coordinator.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class SingleRunTest {
    private final Deque<Runnable> threads = new ArrayDeque<>();
    private final AtomicInteger runs = new AtomicInteger();

    @Test
    void many_who_ask_before_it_runs_make_one_run() {
        SingleRun task = new SingleRun(runs::incrementAndGet, threads::add);

        for (int i = 0; i < 100; i++) {
            task.ask();
        }

        assertThat(threads).hasSize(1);
        threads.remove().run();
        assertThat(runs).hasValue(1);
    }

    @Test
    void who_asks_while_it_runs_has_it_run_once_more_and_takes_no_other_thread() {
        SingleRun[] task = new SingleRun[1];
        task[0] = new SingleRun(
                () -> {
                    if (runs.incrementAndGet() == 1) {
                        for (int i = 0; i < 100; i++) {
                            task[0].ask();
                        }
                    }
                },
                threads::add);

        task[0].ask();
        threads.remove().run();

        assertThat(threads).isEmpty();
        assertThat(runs).hasValue(2);
    }

    @Test
    void after_an_executor_had_no_room_it_can_be_asked_for_again() {
        AtomicInteger refusals = new AtomicInteger(1);
        SingleRun task = new SingleRun(runs::incrementAndGet, run -> {
            if (refusals.getAndDecrement() > 0) {
                throw new RejectedExecutionException("no room");
            }
            threads.add(run);
        });
        assertThatThrownBy(task::ask).hasMessage("no room");

        task.ask();
        threads.remove().run();

        assertThat(runs).hasValue(1);
    }

    @Test
    void after_a_run_that_broke_off_it_can_be_asked_for_again() {
        SingleRun task = new SingleRun(
                () -> {
                    if (runs.incrementAndGet() == 1) {
                        throw new IllegalStateException("broken off");
                    }
                },
                threads::add);
        task.ask();
        assertThatThrownBy(threads.remove()::run).hasMessage("broken off");

        task.ask();
        threads.remove().run();

        assertThat(runs).hasValue(2);
    }
}
