/**
 * Replay: holds schemas with instances that are known to be valid or invalid against what Winnow would let a model
 * write.
 *
 * <p>Start reading at {@link Replay}: it compiles a schema as a worker does and walks each instance's tokens through
 * the masks. {@link SchemaTests} reads the files, {@link ReplayTally} counts, {@link KeywordTally} counts by keyword.
 * Nothing here prints.
 */
@NullMarked
package dev.winnow.text.replay;

import org.jspecify.annotations.NullMarked;
