@NullMarked
package dev.winnow.benchmarks.validity;

import org.jspecify.annotations.NullMarked;
