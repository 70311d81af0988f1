@NullMarked
package dev.winnow.worker.log;

import org.jspecify.annotations.NullMarked;
