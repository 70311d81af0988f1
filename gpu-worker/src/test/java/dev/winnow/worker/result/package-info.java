/** Tests of what leaves when. */
@NullMarked
package dev.winnow.worker.result;

import org.jspecify.annotations.NullMarked;
