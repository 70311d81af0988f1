/**
 * Adapters: fetched by hash from the coordinator, kept on disk within a limit, and in memory for as long as rows run
 * with them.
 *
 * <p>Start at {@link AdapterSupply}, which is all that the extraction sees; {@link FetchedAdapters} is the real one,
 * and {@link AdapterFolder} the disk.
 */
@NullMarked
package dev.winnow.worker.adapter;

import org.jspecify.annotations.NullMarked;
