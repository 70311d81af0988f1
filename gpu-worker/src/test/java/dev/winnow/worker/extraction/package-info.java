/** Tests of the way from an item to a result: with a generator that obeys the test, and once with a real model. */
@NullMarked
package dev.winnow.worker.extraction;

import org.jspecify.annotations.NullMarked;
