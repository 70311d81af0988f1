/** What a run prints: the machine, the figures, the ratios; as a table and as JSON. */
@NullMarked
package dev.winnow.benchmarks.report;

import org.jspecify.annotations.NullMarked;
