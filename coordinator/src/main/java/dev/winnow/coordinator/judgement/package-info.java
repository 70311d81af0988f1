/**
 * Judgement: whether a candidate takes the champion's place.
 *
 * <p>{@link PairedBootstrap} says how sure a difference is, {@link Gate} applies the rules of the one who asked. Scores
 * come from {@code evaluation}; moving the alias is {@code adapter}'s. Start at {@link JudgementResource}.
 */
@NullMarked
package dev.winnow.coordinator.judgement;

import org.jspecify.annotations.NullMarked;
