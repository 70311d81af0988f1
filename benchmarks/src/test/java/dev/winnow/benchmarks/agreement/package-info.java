@NullMarked
package dev.winnow.benchmarks.agreement;

import org.jspecify.annotations.NullMarked;
