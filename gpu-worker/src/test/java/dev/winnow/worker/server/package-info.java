/** Tests of the way from an item to a server and back, over real connections to a server that obeys the test. */
@NullMarked
package dev.winnow.worker.server;

import org.jspecify.annotations.NullMarked;
