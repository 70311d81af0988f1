package dev.winnow.coordinator.openai;

import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/** How ids look on the wire: a prefix for each kind of object, and 32 hexadecimal digits. */
public enum WireId {
    /** Of a file. */
    FILE("file-"),
    /** Of a batch. */
    BATCH("batch_"),
    /** Of a fine-tuning job. */
    FINE_TUNING_JOB("ftjob-"),
    /** Of a chat completion. */
    COMPLETION("chatcmpl-"),
    /** Of an answer. */
    REQUEST("req_");

    private static final Pattern DIGITS = Pattern.compile("[0-9a-f]{32}");

    private final String prefix;

    WireId(String prefix) {
        this.prefix = prefix;
    }

    /** The id of an object. */
    public String write(UUID id) {
        return prefix + id.toString().replace("-", "");
    }

    /** The object that is meant; empty if the text is no such id. */
    public Optional<UUID> read(String text) {
        if (!text.startsWith(prefix)
                || !DIGITS.matcher(text.substring(prefix.length())).matches()) {
            return Optional.empty();
        }
        String digits = text.substring(prefix.length());
        return Optional.of(
                new UUID(Long.parseUnsignedLong(digits, 0, 16, 16), Long.parseUnsignedLong(digits, 16, 32, 16)));
    }
}
