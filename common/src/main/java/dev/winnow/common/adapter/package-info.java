/**
 * Adapters as they travel: which files one has, and the hash that names it everywhere.
 *
 * <p>Start at {@link AdapterFiles}.
 */
@NullMarked
package dev.winnow.common.adapter;

import org.jspecify.annotations.NullMarked;
