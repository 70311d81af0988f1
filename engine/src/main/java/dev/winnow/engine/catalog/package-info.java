/**
 * What people ask of models on this machine, without a worker: what one is and which numeric modes suit it, how fast it
 * is here, and its packed form. {@code winnow models} starts {@link CatalogTool} as a process of its own, since native
 * libraries do not belong in the command line.
 */
@NullMarked
package dev.winnow.engine.catalog;

import org.jspecify.annotations.NullMarked;
