/**
 * Adapters: folders of PEFT go in and come out, and aliases move.
 *
 * <p>Start at {@link AdaptersCommand}; {@link AdapterArchive} is the ZIP in which a folder travels.
 */
@NullMarked
package dev.winnow.cli.adapter;

import org.jspecify.annotations.NullMarked;
