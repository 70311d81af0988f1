@NullMarked
package dev.winnow.benchmarks.memory;

import org.jspecify.annotations.NullMarked;
