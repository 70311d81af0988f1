/**
 * Race points: processes die between any two of their steps, and services go away, while others go on. Real
 * coordinators, PostgreSQL and RabbitMQ; the workers are real in all but their model.
 *
 * <p>{@link RaceCluster} is what runs, {@link Client} who submits and checks what became of it. The points are listed
 * in docs/reference/protocol.md.
 */
@NullMarked
package dev.winnow.benchmarks.racepoints;

import org.jspecify.annotations.NullMarked;
