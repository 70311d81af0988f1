package dev.winnow.engine.decoder;

import dev.winnow.engine.torch.TorchException;
import dev.winnow.engine.torch.TorchModule;
import dev.winnow.engine.torch.TorchUnavailableException;
import dev.winnow.engine.torch.TorchValue;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Tries a mode on a small product before a model is loaded. Some processors lack the kernels; others have int8 kernels
 * that add pairs in 16 bits, where large values saturate and every score is silently wrong.
 */
final class ModeProbe {
    private static final int OUTPUTS = 32;
    private static final int INPUTS = 256;

    private ModeProbe() {}

    static void require(TorchModule module, NumericMode mode, Device device) {
        if (device == Device.CUDA) {
            requireCard(module);
        }
        float product;
        try {
            product = greatestProduct(module);
        } catch (TorchException e) {
            throw new ModeRefusedException(mode, String.valueOf(e.getMessage()), e);
        }
        // Ones are exact in f16, and the largest value of their row in integers.
        if (Math.abs(product - INPUTS) > INPUTS / 100f) {
            throw new ModeRefusedException(mode, "%d products of ones add up to %s".formatted(INPUTS, product), null);
        }
    }

    private static void requireCard(TorchModule module) {
        try (TorchValue ones = ones(1)) {
            module.call("copied").with(ones).run().close();
        } catch (TorchException e) {
            throw new TorchUnavailableException(
                    "device cuda cannot be used: libtorch says %s. It needs an NVIDIA card, its driver, and a libtorch with CUDA"
                                    .formatted(e.getMessage())
                            + " in PYTORCH_LIBRARY_PATH; docs/reference/gpu.md says how. Device cpu works without",
                    e);
        }
    }

    /** A row of ones times a matrix of ones: the largest sum that can come up. */
    private static float greatestProduct(TorchModule module) {
        try (TorchValue matrix = ones(OUTPUTS);
                TorchValue ones = ones(1);
                TorchValue row = module.call("activation").with(ones).run();
                TorchValue weight = module.call("pack").with(matrix).run();
                TorchValue scores = module.call("linear").with(row).with(weight).run();
                TorchValue result = module.call("on_host").with(scores).run()) {
            float[] products = new float[OUTPUTS];
            result.copyTo(products);
            return products[OUTPUTS - 1];
        }
    }

    private static TorchValue ones(int rows) {
        ByteBuffer memory =
                ByteBuffer.allocateDirect(rows * INPUTS * Float.BYTES).order(ByteOrder.nativeOrder());
        for (int i = 0; i < rows * INPUTS; i++) {
            memory.putFloat(i * Float.BYTES, 1);
        }
        return TorchValue.floats(memory, rows, INPUTS);
    }
}
