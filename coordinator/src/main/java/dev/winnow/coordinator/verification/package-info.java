/**
 * Verification: proves of a job that nothing was lost and nothing counted twice, by reading everything that is stored
 * of it once more.
 *
 * <p>{@link VerificationResource} is the API; {@link Reconciliation} reads, in one snapshot; {@link Balance} holds what
 * was read against what the job says; {@link ResultHash} sums ids and results up. It trusts no counter and writes
 * nothing.
 */
@NullMarked
package dev.winnow.coordinator.verification;

import org.jspecify.annotations.NullMarked;
