/**
 * Constraint: which tokens may come next, so that every output is JSON that fits its schema and its token limit.
 *
 * <p>A {@link Constraint} is a schema compiled against a vocabulary and shared by all rows; a {@link Cursor} is one
 * row's place in it. The engine asks the cursor before each step and tells it each token; it knows nothing of schemas.
 *
 * <p>Start reading at {@link ConstraintCompiler}. {@link State} is the automaton over bytes, {@link Frames} opens
 * values, {@link StateSet} holds what is not told apart yet, {@link Fresh} what may not come twice, {@link Masks} and
 * {@link TextMasks} hold states against the vocabulary, {@link Ending} is what the token limit is kept by; the reasons
 * are in {@code docs/decisions/0002-constraint.md}. Only compiled schemas, a vocabulary and its encoder come in.
 */
@NullMarked
package dev.winnow.text.constraint;

import org.jspecify.annotations.NullMarked;
