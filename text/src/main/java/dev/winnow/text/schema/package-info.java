/**
 * Schema: what of a JSON Schema Winnow holds while decoding, what it checks afterwards, and what it refuses.
 *
 * <p>Start reading at {@link SchemaCompiler}: JSON Schema in, a tree of {@link Shape}s and an {@link AdmissionReport}
 * out. {@link OutputValidator} is the independent judge of finished outputs. Nothing here knows of tokens.
 */
@NullMarked
package dev.winnow.text.schema;

import org.jspecify.annotations.NullMarked;
