/**
 * The API beside its own OpenAPI document: Schemathesis sends what the document allows and what it forbids, and follows
 * the links between operations. {@link ApiCommand} is where to start.
 */
@NullMarked
package dev.winnow.benchmarks.api;

import org.jspecify.annotations.NullMarked;
