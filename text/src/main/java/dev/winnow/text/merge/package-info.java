/**
 * Merge: the outputs of a document's windows become one output, as its schema has it.
 *
 * <p>Start at {@link dev.winnow.text.merge.WindowMerge}. {@link dev.winnow.text.merge.Found} is an output with what
 * speaks for its values; {@code SameThings} tells what two neighbouring windows both saw.
 */
@NullMarked
package dev.winnow.text.merge;

import org.jspecify.annotations.NullMarked;
