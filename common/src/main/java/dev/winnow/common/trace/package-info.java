/**
 * Trace: where in a distributed trace a message of the broker was sent. What spans are begun is the coordinator's and
 * the worker's; this is only what crosses the wire between them.
 */
@NullMarked
package dev.winnow.common.trace;

import org.jspecify.annotations.NullMarked;
