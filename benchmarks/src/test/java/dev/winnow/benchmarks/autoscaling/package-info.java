@NullMarked
package dev.winnow.benchmarks.autoscaling;

import org.jspecify.annotations.NullMarked;
