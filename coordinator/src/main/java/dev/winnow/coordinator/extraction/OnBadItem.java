package dev.winnow.coordinator.extraction;

/** What becomes of a request some of whose items cannot be used. */
enum OnBadItem {
    /** All of it is refused, with the place of the first. */
    REFUSE,
    /** Those items fail, each with its reason, and the others are done. */
    RECORD
}
