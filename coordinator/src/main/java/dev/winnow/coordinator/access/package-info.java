/**
 * Access: API keys, what they may do, and whose data they see.
 *
 * <p>A resource says {@link Needs} which scope it wants; {@link AccessFilter} looks the key up and fills
 * {@link Caller}. Services take the tenant as a parameter and put it into every query, so that another tenant's object
 * is not found. {@link KeyRing} is how callers look after keys; {@link Sessions} is how the dashboard's page comes
 * without one.
 */
@NullMarked
package dev.winnow.coordinator.access;

import org.jspecify.annotations.NullMarked;
