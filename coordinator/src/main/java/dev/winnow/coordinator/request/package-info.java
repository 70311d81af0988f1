/**
 * Request: small JSON bodies, read within a limit, and their fields, each refused by its pointer.
 *
 * <p>Start at {@link RequestBodies}. No feature is imported here.
 */
@NullMarked
package dev.winnow.coordinator.request;

import org.jspecify.annotations.NullMarked;
