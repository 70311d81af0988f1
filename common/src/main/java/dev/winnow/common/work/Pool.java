package dev.winnow.common.work;

import static java.util.Objects.requireNonNull;

import java.util.regex.Pattern;

/**
 * The workers that may serve each other's shards: one base model at one quantization.
 *
 * @param model the model's name in the catalog, for example {@code smollm2-135m-instruct}
 * @param quantization the numeric mode, for example {@code f16}
 */
public record Pool(String model, String quantization) {
    // Names become queue names, file names and metric labels.
    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9._-]{0,99}");

    public Pool {
        requireName("model", model);
        requireName("quantization", quantization);
    }

    /**
     * Whether its workers send items on to a server: the quantization is {@code server}, or {@code server-} and the
     * server's kind.
     */
    public boolean isAtServer() {
        return quantization.equals("server") || quantization.startsWith("server-");
    }

    /** The durable queue that the pool's workers share. */
    public String workQueue() {
        return "winnow.work." + model + "." + quantization;
    }

    /** The durable queue of documents that somebody waits for. */
    public String onlineQueue() {
        return "winnow.online." + model + "." + quantization;
    }

    private static void requireName(String field, String value) {
        requireNonNull(value, field);
        if (!NAME.matcher(value).matches()) {
            throw new IllegalArgumentException("%s must match %s, was '%s'".formatted(field, NAME.pattern(), value));
        }
    }
}
