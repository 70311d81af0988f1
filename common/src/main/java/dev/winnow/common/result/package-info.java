/**
 * Results: what workers put on {@code winnow.results} for the coordinator to record.
 *
 * <p>Every result may arrive more than once and late; (job, position) decides, and the first recorded wins. Start at
 * {@link ResultMessage}.
 */
@NullMarked
package dev.winnow.common.result;

import org.jspecify.annotations.NullMarked;
