package dev.winnow.text.evidence;

/**
 * So that a result with its evidence fits a message: of an output with more values, the first have evidence. Not
 * thread-safe.
 */
public final class EvidenceRoom {
    /** Values with evidence. */
    public static final int MOST_VALUES = 10_000;

    /** Characters of all their pointers. */
    public static final int MOST_POINTER_CHARACTERS = 1 << 18;

    private int values;
    private long characters;

    /** Whether there is still room for a value with this pointer; once there is none, there is none for any other. */
    public boolean takes(String pointer) {
        values++;
        characters += pointer.length();
        return values <= MOST_VALUES && characters <= MOST_POINTER_CHARACTERS;
    }
}
