/** Load: items a second through the whole path with an engine that answers at once, beside Celery. */
@NullMarked
package dev.winnow.benchmarks.queue;

import org.jspecify.annotations.NullMarked;
