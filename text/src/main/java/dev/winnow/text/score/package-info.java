/**
 * Score: how near an output comes to what its document should give, field by field.
 *
 * <p>Start at {@link dev.winnow.text.score.OutputScorer}, which takes the rules from a schema;
 * {@link dev.winnow.text.score.FieldScore} is the same without one. What the rules are stands in
 * {@link dev.winnow.text.score.ScoreRule}.
 */
@NullMarked
package dev.winnow.text.score;

import org.jspecify.annotations.NullMarked;
