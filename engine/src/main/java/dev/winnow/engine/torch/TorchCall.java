package dev.winnow.engine.torch;

import ai.djl.engine.EngineException;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValue;
import ai.djl.pytorch.jni.IValueUtils;
import java.util.ArrayList;
import java.util.List;

/** One call of a method: arguments, then {@link #run()}. What it makes of plain numbers is closed when it has run. */
public final class TorchCall {
    private final PtSymbolBlock block;
    private final String method;
    private final List<TorchValue> arguments = new ArrayList<>();
    private final List<TorchValue> own = new ArrayList<>();

    TorchCall(PtSymbolBlock block, String method) {
        this.block = block;
        this.method = method;
    }

    /** Passes a value, which stays its owner's. */
    public TorchCall with(TorchValue value) {
        arguments.add(value);
        return this;
    }

    /** Passes an {@code int}. */
    public TorchCall with(long number) {
        return withOwn(TorchValue.integer(number));
    }

    /** Passes a {@code float}. */
    public TorchCall withReal(double number) {
        return withOwn(TorchValue.real(number));
    }

    /** Passes a {@code List[int]}. */
    public TorchCall withList(long... numbers) {
        return withOwn(TorchValue.integerList(numbers));
    }

    /** Passes a tensor [length] of 64-bit integers. */
    public TorchCall withTensor(long... numbers) {
        return withOwn(TorchValue.integers(numbers));
    }

    /**
     * Calls the method. The caller owns the result; None is a value too.
     *
     * @throws TorchException if the method fails; the message has libtorch's own
     */
    public TorchValue run() {
        try {
            IValue[] raw = arguments.stream().map(TorchValue::raw).toArray(IValue[]::new);
            return new TorchValue(IValueUtils.runMethod(block, method, raw), null);
        } catch (EngineException e) {
            throw new TorchException("TorchScript method %s failed: %s".formatted(method, e.getMessage()), e);
        } finally {
            own.forEach(TorchValue::close);
        }
    }

    private TorchCall withOwn(TorchValue value) {
        own.add(value);
        arguments.add(value);
        return this;
    }
}
