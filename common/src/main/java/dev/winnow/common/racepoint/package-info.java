/**
 * Race points: the named places between two steps where fault tests stop a process. Production code says that it has
 * come by, {@link RacePoints}, and nobody listens; {@link HaltAt} is for fault tests only.
 */
@NullMarked
package dev.winnow.common.racepoint;

import org.jspecify.annotations.NullMarked;
