package dev.winnow.text.replay;

import static java.util.Objects.requireNonNull;

/**
 * What a replay came to.
 *
 * @param schemas all schemas
 * @param compiled those that compiled
 * @param refused those that did not
 * @param allRight those that compiled and were right about each instance
 * @param wronglyRejected valid instances that were stopped, by the mask or by the check afterwards
 * @param wronglyAccepted invalid instances that neither stopped
 * @param compileMillis the time to compile a schema or refuse it
 * @param maskMicros the time for a mask
 * @param acceptedByMask invalid instances that the mask let pass, found by the check or not
 * @param rejectedByCheck valid instances that the mask let pass and the check stopped
 * @param failed schemas that something was thrown at; they count as refused, too
 * @param instances instances of the schemas that compiled
 * @param masks masks that were made for them
 */
public record ReplaySummary(
        int schemas,
        int compiled,
        int refused,
        int allRight,
        int wronglyRejected,
        int wronglyAccepted,
        Percentiles compileMillis,
        Percentiles maskMicros,
        int acceptedByMask,
        int rejectedByCheck,
        int failed,
        int instances,
        int masks) {
    /** Checks that all is there. */
    public ReplaySummary {
        requireNonNull(compileMillis, "compileMillis");
        requireNonNull(maskMicros, "maskMicros");
    }
}
