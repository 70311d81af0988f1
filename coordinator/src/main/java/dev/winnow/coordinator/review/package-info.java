/**
 * Review: people look at results that the model was unsure of, or at a sample, and what they decide becomes rows to
 * train on.
 *
 * <p>Start at {@link ReviewResource}. {@link ReviewQueue} finds what is to be looked at, {@link Reviews} keeps what was
 * decided, with who, when and from which result; {@link ReviewedRows} gives it to datasets.
 */
@NullMarked
package dev.winnow.coordinator.review;

import org.jspecify.annotations.NullMarked;
