/**
 * The worker's race points: {@link RacePoint} names the places between two of its steps where fault tests stop it. They
 * are listed in {@code docs/reference/protocol.md}.
 */
@NullMarked
package dev.winnow.worker.racepoint;

import org.jspecify.annotations.NullMarked;
