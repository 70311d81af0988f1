/** Demo: the whole way on a small sample, with the time that each step takes. */
@NullMarked
package dev.winnow.cli.demo;

import org.jspecify.annotations.NullMarked;
