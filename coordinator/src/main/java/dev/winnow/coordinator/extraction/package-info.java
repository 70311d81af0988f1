/**
 * Extraction: jobs as users see them: submit, look, read results, pause, cancel.
 *
 * <p>{@link ExtractionResource} is the API. A submission goes {@link RequestBody} (JSON or NDJSON, item by item) ->
 * {@link Admission} (options, schema, model) -> {@link Submission} (one transaction, items by COPY). Reading is in
 * {@link Jobs} and {@link dev.winnow.coordinator.download}, what moves a job in {@link JobControl}. Other features
 * submit at {@link JobDesk}.
 */
@NullMarked
package dev.winnow.coordinator.extraction;

import org.jspecify.annotations.NullMarked;
