/**
 * A Winnow cluster on this machine for a run: PostgreSQL and RabbitMQ with production durability, coordinators as
 * processes, workers as processes. Each part can be killed, stopped and started again by itself.
 */
@NullMarked
package dev.winnow.benchmarks.cluster;

import org.jspecify.annotations.NullMarked;
