/** Tests of what can be set from outside. */
@NullMarked
package dev.winnow.worker;

import org.jspecify.annotations.NullMarked;
