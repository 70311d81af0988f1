/**
 * Upload: how a request's body comes from the connection to the thread that reads it, with bounded memory between them.
 *
 * <p>What is in a body does not enter here, but for lines and UTF-8.
 */
@NullMarked
package dev.winnow.coordinator.upload;

import org.jspecify.annotations.NullMarked;
