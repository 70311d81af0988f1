/** Tests of when the worker asks again. */
@NullMarked
package dev.winnow.worker.control;

import org.jspecify.annotations.NullMarked;
