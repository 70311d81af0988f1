package dev.winnow.coordinator.dataset;

/** A row cannot be used; those after it can be read all the same. */
final class BadRowException extends Exception {
    private static final long serialVersionUID = 1L;

    private final int line;
    private final String field;
    private final String remedy;

    /**
     * Says what is wrong.
     *
     * @param line where the row begins, from 1
     * @param field which one, or empty for the whole row
     */
    BadRowException(int line, String field, String message, String remedy) {
        super(message);
        this.line = line;
        this.field = field;
        this.remedy = remedy;
    }

    int line() {
        return line;
    }

    String field() {
        return field;
    }

    String remedy() {
        return remedy;
    }
}
