/**
 * Evaluations on the command line: how well models and adapters do on rows that were held out.
 *
 * <p>Start at {@link dev.winnow.cli.evaluation.EvaluationsCommand}.
 * {@link dev.winnow.cli.evaluation.EvaluationFollower} waits, and {@link dev.winnow.cli.evaluation.EvaluationTable}
 * shows what came of it, here and where a training or the demo ends with an evaluation.
 */
@NullMarked
package dev.winnow.cli.evaluation;

import org.jspecify.annotations.NullMarked;
