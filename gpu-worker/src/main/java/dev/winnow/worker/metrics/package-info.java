/** Metrics: what the worker counts, by the names in the glossary. Nothing but the meter registry enters here. */
@NullMarked
package dev.winnow.worker.metrics;

import org.jspecify.annotations.NullMarked;
