/** Tests of what the worker shows of itself. */
@NullMarked
package dev.winnow.worker.health;

import org.jspecify.annotations.NullMarked;
