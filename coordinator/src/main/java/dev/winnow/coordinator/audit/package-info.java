/**
 * Audit: who changed what. {@link AuditFilter} writes a line for each request that may change something, before it is
 * done; {@link AuditResource} shows a tenant its own.
 *
 * <p>What was changed in an object does not enter here: its own history says that.
 */
@NullMarked
package dev.winnow.coordinator.audit;

import org.jspecify.annotations.NullMarked;
