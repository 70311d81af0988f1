/**
 * Schema: what of a JSON Schema Winnow holds while decoding, what it checks afterwards, and what it refuses.
 *
 * <p>Start reading at {@link SchemaCompiler}: JSON Schema in, a graph of {@link Values} with their {@link Shape}s and
 * an {@link AdmissionReport} out. On the way: {@link SchemaDocument} finds subschemas, {@link References} what is
 * named, {@link Keyword}s say what fits and what misfits them, {@link Meaning} takes those of one subschema together,
 * {@link Expansion} brings what a value must fit into {@link Variant}s, {@link ValueGraph} follows them into the
 * values, and {@link Pruning} takes out what can have no value. {@link OutputValidator} is the independent judge of
 * finished outputs, in {@link BoundedValidation}. Nothing here knows of tokens.
 */
@NullMarked
package dev.winnow.text.schema;

import org.jspecify.annotations.NullMarked;
