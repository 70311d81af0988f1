/**
 * Problem: every error of the API as RFC 9457 problem+json, with a stable code, the place in the request, the limit and
 * the remedy. Features throw {@link ProblemException}; {@link ProblemMappers} turns it, and what the framework throws,
 * into answers. No feature is imported here.
 */
@NullMarked
package dev.winnow.coordinator.problem;

import org.jspecify.annotations.NullMarked;
