/**
 * Document: what users name on the command line to be extracted from, read one by one as it is asked for: files,
 * folders, tables, the standard input.
 *
 * <p>Nothing here speaks to the service.
 */
@NullMarked
package dev.winnow.cli.document;

import org.jspecify.annotations.NullMarked;
