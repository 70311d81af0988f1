package dev.winnow.text.replay;

/** What became of an instance. */
public enum Outcome {
    /** Valid and allowed to its end, or invalid and stopped by the mask. */
    RIGHT,
    /** Invalid and allowed to its end, but found by the check afterwards. */
    FOUND_BY_CHECK,
    /** Valid, but stopped by the mask. */
    STOPPED_BY_MASK,
    /** Valid and allowed to its end, but refused by the check afterwards. */
    STOPPED_BY_CHECK,
    /** Invalid, but neither stopped by the mask nor found by a check. */
    ACCEPTED;

    /** Whether the product would have done right by the instance. */
    public boolean isRight() {
        return this == RIGHT || this == FOUND_BY_CHECK;
    }
}
