/** Upgrade: two releases beside each other on one database and one broker, in the middle of jobs. */
@NullMarked
package dev.winnow.benchmarks.upgrade;

import org.jspecify.annotations.NullMarked;
