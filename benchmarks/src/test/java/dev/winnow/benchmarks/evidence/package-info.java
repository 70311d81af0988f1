@NullMarked
package dev.winnow.benchmarks.evidence;

import org.jspecify.annotations.NullMarked;
