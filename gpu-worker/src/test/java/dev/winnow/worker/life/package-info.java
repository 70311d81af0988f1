/** Tests of the worker's protocol: a real broker, and a coordinator, an extractor and a clock that obey the test. */
@NullMarked
package dev.winnow.worker.life;

import org.jspecify.annotations.NullMarked;
