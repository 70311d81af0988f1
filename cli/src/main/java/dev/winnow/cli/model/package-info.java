/**
 * Models: what lies on this machine, what suits it, and what workers serve.
 *
 * <p>Start at {@link ModelsCommand}. What needs the engine is done by {@link ModelTool}, a process of its own: native
 * libraries do not belong in the command line.
 */
@NullMarked
package dev.winnow.cli.model;

import org.jspecify.annotations.NullMarked;
