package dev.winnow.coordinator.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.winnow.coordinator.harness.CoordinatorTest;
import io.quarkus.test.junit.QuarkusTest;
import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
class DatabaseTest extends CoordinatorTest {
    private static final String ADD = "update shard set losses = losses + 1 where id = ?";

    private final AtomicInteger runs = new AtomicInteger();
    private final CyclicBarrier bothHoldOne = new CyclicBarrier(2);

    @Test
    void of_two_transactions_that_wait_for_each_other_both_are_done_in_the_end() {
        submit(16);
        planner.runOnce();

        CompletableFuture<Void> there =
                CompletableFuture.runAsync(() -> database.inTransaction(sql -> both(sql, 1, 2)));
        CompletableFuture<Void> back = CompletableFuture.runAsync(() -> database.inTransaction(sql -> both(sql, 2, 1)));
        there.join();
        back.join();

        assertThat(count("shard where losses = 2")).isEqualTo(2);
        assertThat(runs.get()).isGreaterThan(2);
    }

    @Test
    void what_is_for_after_the_commit_is_done_once_and_not_for_what_was_rolled_back() {
        database.inTransaction(sql -> {
            sql.afterCommit(runs::incrementAndGet);
            assertThat(runs.get()).isZero();
            return sql.unlessRefused(
                    () -> {
                        sql.afterCommit(() -> runs.addAndGet(10));
                        return sql.update("select 'no number'::integer");
                    },
                    reason -> 0);
        });
        assertThat(runs.get()).isOne();

        assertThatThrownBy(() -> database.inTransaction(sql -> {
                    sql.afterCommit(runs::incrementAndGet);
                    throw new SQLException("refused", "22000");
                }))
                .isInstanceOf(DatabaseException.class);
        assertThat(runs.get()).isOne();
    }

    @Test
    void work_that_reads_a_stream_is_not_run_again() {
        assertThatThrownBy(() -> database.inOneTransaction(sql -> {
                    runs.incrementAndGet();
                    throw new SQLException("deadlock detected", "40P01");
                }))
                .isInstanceOf(DatabaseException.class);

        assertThat(runs.get()).isOne();
    }

    @Test
    void work_that_always_loses_fails_in_the_end() {
        assertThatThrownBy(() -> database.inTransaction(sql -> {
                    runs.incrementAndGet();
                    throw new SQLException("could not serialize", "40001");
                }))
                .isInstanceOf(DatabaseException.class);

        assertThat(runs.get()).isEqualTo(5);
    }

    @ParameterizedTest
    @CsvSource({"08006,true", "57P01,true", "53300,true", ",true", "42703,false", "40P01,false", "23505,false"})
    void only_a_connection_that_is_missing_means_that_the_database_is_away(String state, boolean away) {
        assertThat(new DatabaseException(new SQLException("refused", state)).away())
                .isEqualTo(away);
    }

    private int both(Sql sql, long first, long second) throws SQLException {
        int changed = sql.update(ADD, first);
        if (runs.incrementAndGet() <= 2) {
            meet();
        }
        return changed + sql.update(ADD, second);
    }

    private void meet() {
        try {
            bothHoldOne.await();
        } catch (InterruptedException | java.util.concurrent.BrokenBarrierException e) {
            throw new IllegalStateException(e);
        }
    }
}
