/** Tests of the line to the broker that need none. */
@NullMarked
package dev.winnow.worker.broker;

import org.jspecify.annotations.NullMarked;
