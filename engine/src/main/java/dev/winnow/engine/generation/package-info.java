/**
 * Generation: many outputs at once from one model, each as if it were alone.
 *
 * <p>Start reading at {@link Generator}, which is what others see; {@link GenerationLoop} is the one that runs
 * decoders, each in a {@link Lane}. A request comes in with its prompt as tokens and leaves through its listener with
 * exactly one {@link GenerationOutcome}. Text, schemas and jobs do not enter here: a constraint is known only as a
 * {@link dev.winnow.text.constraint.Cursor}, a document only as {@link dev.winnow.text.prompt.QuotedTokens}.
 */
@NullMarked
package dev.winnow.engine.generation;

import org.jspecify.annotations.NullMarked;
