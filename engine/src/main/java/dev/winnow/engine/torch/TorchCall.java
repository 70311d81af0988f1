package dev.winnow.engine.torch;

import ai.djl.engine.EngineException;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValue;
import ai.djl.pytorch.jni.IValueUtils;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * One call of a method: arguments, then {@link #run()}. Native values for plain numbers are made when it runs and
 * closed when it has run, so that a call that is given up holds nothing.
 */
public final class TorchCall {
    private final PtSymbolBlock block;
    private final String method;
    private final List<Argument> arguments = new ArrayList<>();

    TorchCall(PtSymbolBlock block, String method) {
        this.block = block;
        this.method = method;
    }

    /** Passes a value, which stays its owner's. */
    public TorchCall with(TorchValue value) {
        return passing(own -> value);
    }

    /** Passes an {@code int}. */
    public TorchCall with(long number) {
        return withOwn(() -> TorchValue.integer(number));
    }

    /** Passes a {@code float}. */
    public TorchCall withReal(double number) {
        return withOwn(() -> TorchValue.real(number));
    }

    /** Passes a {@code List[int]}. */
    public TorchCall withList(long... numbers) {
        return withOwn(() -> TorchValue.integerList(numbers));
    }

    /** Passes a tensor [length] of 64-bit integers. */
    public TorchCall withTensor(long... numbers) {
        return withOwn(() -> TorchValue.integers(numbers));
    }

    /**
     * Calls the method. The caller owns the result; None is a value too.
     *
     * @throws TorchException if the method fails; the message has libtorch's own
     */
    public TorchValue run() {
        List<TorchValue> own = new ArrayList<>();
        try {
            IValue[] raw = arguments.stream()
                    .map(argument -> argument.value(own).raw())
                    .toArray(IValue[]::new);
            return new TorchValue(IValueUtils.runMethod(block, method, raw), null);
        } catch (EngineException e) {
            throw new TorchException("TorchScript method %s failed: %s".formatted(method, e.getMessage()), e);
        } finally {
            own.forEach(TorchValue::close);
        }
    }

    private TorchCall withOwn(Supplier<TorchValue> maker) {
        return passing(own -> {
            TorchValue value = maker.get();
            own.add(value);
            return value;
        });
    }

    private TorchCall passing(Argument argument) {
        arguments.add(argument);
        return this;
    }

    /** Gives an argument; one that it makes for this call alone, it adds to the call's own. */
    @FunctionalInterface
    private interface Argument {
        TorchValue value(List<TorchValue> own);
    }
}
