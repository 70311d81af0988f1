/**
 * Schemas: Winnow's JSON Schema constraint and llguidance's are held against the same instances, token by token, one
 * system after the other.
 *
 * <p>Start at {@link dev.winnow.benchmarks.schemas.SchemasCommand}. {@link dev.winnow.benchmarks.schemas.Questions}
 * turns instances into the tokens that both are given, a {@link dev.winnow.benchmarks.schemas.SchemaSystem} says what
 * it makes of them, {@link dev.winnow.benchmarks.schemas.Figures} compares.
 */
@NullMarked
package dev.winnow.benchmarks.schemas;

import org.jspecify.annotations.NullMarked;
