/**
 * Constraint: which tokens may come next, so that every output is JSON that fits its schema and its token limit.
 *
 * <p>A {@link Constraint} is a schema compiled against a vocabulary and shared by all rows; a {@link Cursor} is one
 * row's place in it. The engine asks the cursor before each step and tells it each token; it knows nothing of schemas.
 */
@NullMarked
package dev.winnow.text.constraint;

import org.jspecify.annotations.NullMarked;
