package dev.winnow.coordinator.webhook;

import dev.winnow.coordinator.outgoing.Answer;
import dev.winnow.coordinator.outgoing.Answer.Answered;
import dev.winnow.coordinator.outgoing.Answer.Unanswered;
import dev.winnow.coordinator.outgoing.RefusedDestinationException;
import jakarta.inject.Singleton;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Makes one attempt: signs the message and posts it. Touches no database. Thread-safe. */
@Singleton
class Courier {
    private static final int GONE = 410;

    private final WebhookCalls calls;
    private final SecretVault vault;
    private final Clock clock;

    Courier(WebhookCalls calls, SecretVault vault, Clock clock) {
        this.calls = calls;
        this.vault = vault;
        this.clock = clock;
    }

    Outcome send(Attempt attempt) {
        List<WebhookSecret> secrets = new ArrayList<>();
        for (String stored : attempt.secrets()) {
            vault.open(attempt.webhook(), stored).ifPresent(secrets::add);
        }
        if (secrets.size() < attempt.secrets().size()) {
            return Outcome.Failed.because("the secret cannot be decrypted: winnow.webhooks.secret-key is not that with"
                    + " which it was stored; restore it, or give the webhook a new secret");
        }
        byte[] body = attempt.body().getBytes(StandardCharsets.UTF_8);
        try {
            return outcome(calls.post(
                    calls.judge(attempt.url(), attempt.number() - 1), headers(attempt, secrets, body), body));
        } catch (RefusedDestinationException e) {
            return Outcome.Failed.because("the URL is refused: " + e.getMessage());
        } catch (UnknownHostException e) {
            return Outcome.Failed.because("the host of the URL has no address");
        }
    }

    private Map<String, String> headers(Attempt attempt, List<WebhookSecret> secrets, byte[] body) {
        Instant now = clock.instant();
        String id = attempt.message().text();
        List<String> signatures =
                secrets.stream().map(secret -> secret.sign(id, now, body)).toList();
        return Map.of(
                "content-type",
                "application/json",
                "user-agent",
                "winnow",
                "webhook-id",
                id,
                "webhook-timestamp",
                Long.toString(now.getEpochSecond()),
                "webhook-signature",
                String.join(" ", signatures));
    }

    private Outcome outcome(Answer answer) {
        if (answer instanceof Unanswered none) {
            return Outcome.Failed.because(none.reason());
        }
        Answered answered = (Answered) answer;
        int status = answered.status();
        if (status >= 200 && status < 300) {
            return new Outcome.Delivered(status);
        }
        if (status == GONE) {
            return new Outcome.Gone();
        }
        String reason = "the receiver answered " + status
                + (status >= 300 && status < 400 ? "; redirects are not followed" : "");
        return new Outcome.Failed(status, reason, pause(answered.retryAfter(), clock.instant()));
    }

    /** Retry-After, in seconds or as a date; what is neither says nothing. */
    static Optional<Duration> pause(@Nullable String retryAfter, Instant now) {
        if (retryAfter == null) {
            return Optional.empty();
        }
        String text = retryAfter.strip();
        if (text.matches("\\d{1,9}")) {
            return Optional.of(Duration.ofSeconds(Long.parseLong(text)));
        }
        try {
            Instant date = ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant();
            return date.isAfter(now) ? Optional.of(Duration.between(now, date)) : Optional.empty();
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }
}
