package dev.winnow.coordinator.webhook;

import java.util.List;
import java.util.UUID;

/**
 * One try to deliver a message, leased to whoever claimed it.
 *
 * @param number which attempt of the message it is, from 1; the lease is for this one alone
 * @param tries the same, but counted from when it was last sent by hand
 * @param secrets as they are stored: the newest first, and the former while both sign
 */
record Attempt(
        UUID webhook,
        MessageId message,
        WebhookEvent event,
        int number,
        int tries,
        String url,
        List<String> secrets,
        String body) {
    Attempt {
        secrets = List.copyOf(secrets);
    }
}
