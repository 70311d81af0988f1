@NullMarked
package dev.winnow.benchmarks.training;

import org.jspecify.annotations.NullMarked;
