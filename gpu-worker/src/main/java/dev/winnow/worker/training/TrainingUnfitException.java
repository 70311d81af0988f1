package dev.winnow.worker.training;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A training cannot be done, here or by another worker like this one. */
final class TrainingUnfitException extends Exception {
    private static final long serialVersionUID = 1L;

    private final String code;
    private final transient @Nullable UUID culprit;

    TrainingUnfitException(String code, String message) {
        this(code, message, null);
    }

    /** It is another piece's doing. */
    TrainingUnfitException(String code, String message, @Nullable UUID culprit) {
        super(message);
        this.code = code;
        this.culprit = culprit;
    }

    @Nullable
    UUID culprit() {
        return culprit;
    }

    String code() {
        return code;
    }
}
