/**
 * Torch: the only door to libtorch. TorchScript text goes in, values come out, and every value is closed by its owner.
 *
 * <p>Start reading at {@link TorchModule}. DJL's types stay in here: the rest of the engine sees {@link TorchValue}.
 * Only the public calls of DJL are used, so it does not matter which class loader holds it.
 */
@NullMarked
package dev.winnow.engine.torch;

import org.jspecify.annotations.NullMarked;
