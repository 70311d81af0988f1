package dev.winnow.coordinator.webhook;

import dev.winnow.coordinator.database.Database;
import dev.winnow.coordinator.database.Sql;
import dev.winnow.coordinator.webhook.Outcome.Delivered;
import dev.winnow.coordinator.webhook.Outcome.Failed;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/** Keeps how attempts went, and what follows from it. Thread-safe. */
@Singleton
@Startup // so that its metrics are there before the first message
class Outcomes {
    private static final int LONGEST_REASON = 300;

    private static final String HOLD = "select id from webhook where id = ? for no key update";

    // Whoever says so: a receiver that has the message has it, also where the lease ran out meanwhile.
    private static final String DELIVERED = """
            update webhook_delivery
            set state = 'delivered', ended_at = ?, leased_until = null, last_status = ?, last_error = null
            where message_id = ? and state <> 'delivered'""";

    private static final String LATER = """
            update webhook_delivery set due_at = ?, leased_until = null, last_status = ?, last_error = ?
            where message_id = ? and state = 'waiting' and attempts = ?""";

    private static final String FAILED = """
            update webhook_delivery
            set state = 'failed', ended_at = ?, leased_until = null, last_status = ?, last_error = ?
            where message_id = ? and state = 'waiting' and attempts = ?""";

    private static final String WORKS = "update webhook set failing_since = null, delivered_at = ? where id = ?";

    private static final String FAILS = """
            update webhook set failing_since = ? where id = ? and failing_since is null""";

    // No message got through in all the time that one was tried in.
    private static final String DEAD = """
            select 1 as one from webhook w join webhook_delivery d on d.message_id = ?
            where w.id = ? and (w.delivered_at is null or w.delivered_at < d.created_at)""";

    private final Database database;
    private final Disabling disabling;
    private final Backoff backoff;
    private final Clock clock;
    private final Counter delivered;
    private final Counter failed;

    Outcomes(Database database, Disabling disabling, WebhookConfig config, Clock clock, MeterRegistry meters) {
        this.database = database;
        this.disabling = disabling;
        this.backoff = new Backoff(config.retries(), config.longestPause());
        this.clock = clock;
        this.delivered = Counter.builder("winnow.webhooks.delivered")
                .description("Messages that a receiver has taken")
                .register(meters);
        this.failed = Counter.builder("winnow.webhooks.attempts.failed")
                .description("Attempts that no receiver has taken")
                .register(meters);
    }

    /** Keeps an outcome; what has changed meanwhile (removed, sent again, claimed by another) stays as it is. */
    void keep(Attempt attempt, Outcome outcome) {
        database.inTransaction(sql -> {
            if (sql.queryOne(HOLD, row -> row.uuid("id"), attempt.webhook()).isPresent()) {
                keep(sql, attempt, outcome);
            }
            return attempt;
        });
        (outcome instanceof Delivered ? delivered : failed).increment();
    }

    private void keep(Sql sql, Attempt attempt, Outcome outcome) throws SQLException {
        Instant now = clock.instant();
        if (outcome instanceof Delivered taken) {
            sql.update(DELIVERED, now, taken.status(), attempt.message().id());
            sql.update(WORKS, now, attempt.webhook());
        } else if (outcome instanceof Failed failure) {
            keepFailure(sql, attempt, failure, now);
        } else {
            end(sql, attempt, new Failed(410, "the receiver answered 410", Optional.empty()), now);
            disabling.disable(sql, attempt.webhook(), "the receiver answered 410: it wants no more messages");
        }
    }

    private void keepFailure(Sql sql, Attempt attempt, Failed failure, Instant now) throws SQLException {
        sql.update(FAILS, now, attempt.webhook());
        Optional<Duration> pause = attempt.event() == WebhookEvent.TEST
                ? Optional.empty()
                : backoff.after(
                        attempt.tries(),
                        failure.retryAfter(),
                        ThreadLocalRandom.current().nextDouble());
        if (pause.isPresent()) {
            sql.update(
                    LATER,
                    now.plus(pause.get()),
                    failure.status(),
                    clipped(failure.reason()),
                    attempt.message().id(),
                    attempt.number());
            return;
        }
        boolean ended = end(sql, attempt, failure, now);
        if (ended && attempt.event() != WebhookEvent.TEST && isDead(sql, attempt)) {
            disabling.disable(
                    sql,
                    attempt.webhook(),
                    "a message has failed %d times, and no other got through in that time".formatted(attempt.tries()));
        }
    }

    private static boolean end(Sql sql, Attempt attempt, Failed failure, Instant now) throws SQLException {
        return sql.update(
                        FAILED,
                        now,
                        failure.status(),
                        clipped(failure.reason()),
                        attempt.message().id(),
                        attempt.number())
                > 0;
    }

    private static boolean isDead(Sql sql, Attempt attempt) throws SQLException {
        return sql.queryOne(DEAD, row -> row.number("one"), attempt.message().id(), attempt.webhook())
                .isPresent();
    }

    private static String clipped(String reason) {
        return reason.substring(0, Math.min(LONGEST_REASON, reason.length())).replace('\0', ' ');
    }
}
