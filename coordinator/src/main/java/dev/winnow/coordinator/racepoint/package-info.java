/**
 * The coordinator's race points: {@link RacePoint} names the places between two of its steps where fault tests stop it.
 * They are listed in {@code docs/reference/protocol.md}. No feature is imported here.
 */
@NullMarked
package dev.winnow.coordinator.racepoint;

import org.jspecify.annotations.NullMarked;
