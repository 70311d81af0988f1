package dev.winnow.text.schema;

import static java.util.Objects.requireNonNull;

/** A schema, or a part of it, takes more work than is done for one; the message says of what there is too much. */
final class SchemaTooLargeException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Location at;
    private final String keyword;
    private final String reason;

    SchemaTooLargeException(Location at, String keyword, String reason) {
        super(reason);
        this.at = requireNonNull(at, "at");
        this.keyword = requireNonNull(keyword, "keyword");
        this.reason = reason;
    }

    Location at() {
        return at;
    }

    String keyword() {
        return keyword;
    }

    String reason() {
        return reason;
    }
}
