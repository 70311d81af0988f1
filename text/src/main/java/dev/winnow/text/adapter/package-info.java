/**
 * Adapters without their tensors: what a folder of PEFT says of itself, and what Winnow does with it or refuses.
 *
 * <p>Start at {@link PeftSettings}, which coordinator and engine read alike: what the one takes in, the other runs.
 */
@NullMarked
package dev.winnow.text.adapter;

import org.jspecify.annotations.NullMarked;
