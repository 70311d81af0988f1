@NullMarked
package dev.winnow.worker.shard;

import org.jspecify.annotations.NullMarked;
