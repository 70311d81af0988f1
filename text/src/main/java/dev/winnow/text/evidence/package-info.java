/**
 * Evidence: where the values of an output stand in its input, and how sure the model was of each.
 *
 * <p>{@link dev.winnow.text.evidence.OutputValues} takes an output apart, {@link dev.winnow.text.evidence.SourceSpans}
 * looks its values up in the input, {@link dev.winnow.text.evidence.Confidences} puts the probabilities of tokens
 * together to those of values. Nothing here knows of schemas or models.
 */
@NullMarked
package dev.winnow.text.evidence;

import org.jspecify.annotations.NullMarked;
