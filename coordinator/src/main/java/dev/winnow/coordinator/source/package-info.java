/**
 * Sources: where a dataset's rows may come from besides an upload.
 *
 * <p>Start at {@link RowSource}; {@link SqlSource} is a query to a database that the operator has named. Other features
 * bring sources of their own. Passwords stay in {@link SourceConnections}. No feature is imported here.
 */
@NullMarked
package dev.winnow.coordinator.source;

import org.jspecify.annotations.NullMarked;
