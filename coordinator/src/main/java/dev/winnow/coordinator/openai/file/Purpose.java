package dev.winnow.coordinator.openai.file;

import java.util.Arrays;
import java.util.Optional;

/** What a file is for. */
public enum Purpose {
    /** Requests of a batch. */
    BATCH("batch", true),
    /** Rows to train on. */
    FINE_TUNE("fine-tune", true),
    /** What came of a batch. */
    BATCH_OUTPUT("batch_output", false),
    /** What came of a training. */
    FINE_TUNE_RESULTS("fine-tune-results", false);

    private final String wireName;
    private final boolean uploaded;

    Purpose(String wireName, boolean uploaded) {
        this.wireName = wireName;
        this.uploaded = uploaded;
    }

    /** The name in the interface and the database. */
    public String wireName() {
        return wireName;
    }

    /** Whether clients may send such files. */
    boolean uploaded() {
        return uploaded;
    }

    static Optional<Purpose> of(String wireName) {
        return Arrays.stream(values())
                .filter(purpose -> purpose.wireName.equals(wireName))
                .findFirst();
    }
}
