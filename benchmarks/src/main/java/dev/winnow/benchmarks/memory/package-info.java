/** Memory: what a worker with a real model holds while thousands of items pass through it. */
@NullMarked
package dev.winnow.benchmarks.memory;

import org.jspecify.annotations.NullMarked;
