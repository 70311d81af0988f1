/** Tests of the fault run itself: its plan, and that it sees what is broken. */
@NullMarked
package dev.winnow.benchmarks.faults;

import org.jspecify.annotations.NullMarked;
