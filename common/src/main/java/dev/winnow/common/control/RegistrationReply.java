package dev.winnow.common.control;

/**
 * The coordinator knows the worker from now on.
 *
 * @param heartbeatSeconds how often to send a {@link Heartbeat}
 * @param leaseSeconds how long a claim lives without one
 * @param modelTextWanted the coordinator has not seen this model's tokenizer: send it by {@code PUT
 *     /internal/v1/models/{model}/text}
 */
public record RegistrationReply(int heartbeatSeconds, int leaseSeconds, boolean modelTextWanted) {
    public RegistrationReply {
        if (heartbeatSeconds < 1 || leaseSeconds <= heartbeatSeconds) {
            throw new IllegalArgumentException("leaseSeconds (%d) must exceed heartbeatSeconds (%d), both positive"
                    .formatted(leaseSeconds, heartbeatSeconds));
        }
    }
}
