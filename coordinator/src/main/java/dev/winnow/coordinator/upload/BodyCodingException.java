package dev.winnow.coordinator.upload;

import java.io.IOException;

/** A body came packed, and cannot be unpacked. */
public final class BodyCodingException extends IOException {
    private static final long serialVersionUID = 1L;

    /** What is the matter with it. */
    public enum Kind {
        /** It is packed in a way that nobody here unpacks. */
        UNKNOWN,
        /** It is not what it says to be, or not all of it came. */
        BROKEN,
        /** It grows too much. */
        GROWS
    }

    private final Kind kind;
    private final long limit;

    private BodyCodingException(Kind kind, long limit, String message) {
        super(message);
        this.kind = kind;
        this.limit = limit;
    }

    static BodyCodingException unknown(String coding) {
        // It came in a header, and is told in an answer.
        String named = coding.length() > 40 ? coding.substring(0, 40) + "..." : coding;
        return new BodyCodingException(Kind.UNKNOWN, 0, "the body has Content-Encoding '%s'".formatted(named));
    }

    static BodyCodingException broken(String reason) {
        return new BodyCodingException(Kind.BROKEN, 0, "the body is no gzip, or not all of it: " + reason);
    }

    static BodyCodingException grows(long packed, long unpacked, int limit) {
        return new BodyCodingException(
                Kind.GROWS,
                limit,
                "%d bytes of the body became more than %d, over %d times as many".formatted(packed, unpacked, limit));
    }

    /** What is the matter. */
    public Kind kind() {
        return kind;
    }

    /** How many times as long it may become, for {@link Kind#GROWS}. */
    public long limit() {
        return limit;
    }
}
