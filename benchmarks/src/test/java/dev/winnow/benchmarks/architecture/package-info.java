/** Architecture: the rules of the house as tests, over the classes of every module. */
@NullMarked
package dev.winnow.benchmarks.architecture;

import org.jspecify.annotations.NullMarked;
