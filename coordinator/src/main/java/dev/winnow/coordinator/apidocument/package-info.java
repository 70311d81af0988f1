/**
 * API document: completes the OpenAPI document that is made of the resources, while Winnow is built.
 *
 * <p>Start at {@link DocumentFilter}. What an answer always has and what may be null comes from the records themselves
 * ({@link Nullability}); who may call, which errors any request can have, and how one operation leads to the next come
 * from the paths and from {@code @Needs} ({@link Keys}, {@link CommonErrors}, {@link Links}). No feature is imported.
 */
@NullMarked
package dev.winnow.coordinator.apidocument;

import org.jspecify.annotations.NullMarked;
