/**
 * Wire: how messages look as bytes. {@link WireFormat} is the only reader and writer of queue messages;
 * {@link SizeLimits} says how large anything may be.
 */
@NullMarked
package dev.winnow.common.wire;

import org.jspecify.annotations.NullMarked;
