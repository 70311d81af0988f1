package dev.winnow.engine.torch;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.IValue;
import java.io.IOException;
import java.lang.ref.Reference;
import java.nio.Buffer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.nio.channels.WritableByteChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A value of libtorch: a tensor, a list, a tuple, a packed weight. It has one owner, who closes it; native memory is
 * freed when the last value that refers to it is closed. A list keeps its elements alive, so they may be closed once it
 * is made. Not thread-safe.
 *
 * <p>Tensors are made of 64-bit integers, 32-bit floats and bytes only: for some other types (bf16, i16) the library
 * under it ends the process.
 */
public final class TorchValue implements AutoCloseable {
    private static final AtomicLong OPEN = new AtomicLong();

    private final IValue value;
    // A tensor over Java's memory does not keep that memory: this does.
    private final @Nullable Buffer backing;
    private boolean closed;

    TorchValue(IValue value, @Nullable Buffer backing) {
        this.value = value;
        this.backing = backing;
        OPEN.incrementAndGet();
    }

    /** How many values of this process are open: grows for ever if someone forgets to close. */
    public static long open() {
        return OPEN.get();
    }

    /** A tensor [length] of 64-bit integers. */
    public static TorchValue integers(long... values) {
        ByteBuffer memory = ByteBuffer.allocateDirect(Math.max(1, values.length) * Long.BYTES)
                .order(ByteOrder.nativeOrder());
        memory.asLongBuffer().put(LongBuffer.wrap(values));
        return over(memory, DataType.INT64, values.length);
    }

    /**
     * A tensor of 32-bit floats over the front of a buffer, without a copy: write to the buffer only after closing it,
     * and let no value that outlives it refer to it.
     *
     * @param memory direct, in native byte order
     */
    public static TorchValue floats(ByteBuffer memory, long... shape) {
        long bytes = new Shape(shape).size() * Float.BYTES;
        if (!memory.isDirect() || memory.order() != ByteOrder.nativeOrder() || memory.capacity() < bytes) {
            throw new IllegalArgumentException(
                    "a direct buffer of at least %d bytes in native order is needed, was %s".formatted(bytes, memory));
        }
        return over(memory.slice(0, Math.toIntExact(bytes)).order(ByteOrder.nativeOrder()), DataType.FLOAT32, shape);
    }

    /**
     * A tensor of all bytes of a buffer, without a copy: no value that refers to it may outlive the buffer.
     *
     * @param memory direct
     */
    public static TorchValue bytes(ByteBuffer memory) {
        return over(memory, DataType.UINT8, memory.capacity());
    }

    /** A tensor of so many bytes in libtorch's own memory, written by whoever is handed it. */
    public static TorchValue filledBytes(int length, Consumer<ByteBuffer> writer) {
        try (PtNDArray array = Torch.manager().create(new Shape(length), DataType.UINT8)) {
            writer.accept(array.toByteBuffer(true));
            return new TorchValue(IValue.from(array), null);
        }
    }

    /** A tensor of 32-bit floats, all zero, in libtorch's own memory. */
    public static TorchValue zeros(long... shape) {
        try (NDArray array = Torch.manager().zeros(new Shape(shape), DataType.FLOAT32)) {
            return new TorchValue(IValue.from((PtNDArray) array), null);
        }
    }

    /** A tensor of 32-bit floats in libtorch's own memory, row-major. */
    public static TorchValue copyOf(float[] values, long... shape) {
        if (new Shape(shape).size() != values.length) {
            throw new IllegalArgumentException("%d values do not make %s".formatted(values.length, new Shape(shape)));
        }
        TorchValue copy = zeros(shape);
        try (PtNDArray array = copy.raw().toTensor(Torch.manager())) {
            // A view of the tensor's memory: no buffer in between that only the collector would free.
            array.toByteBuffer(true)
                    .order(ByteOrder.nativeOrder())
                    .asFloatBuffer()
                    .put(values);
            return copy;
        } catch (RuntimeException e) {
            copy.close();
            throw e;
        }
    }

    /** A list of values of one type, at least one. They stay their owners'. */
    public static TorchValue list(List<TorchValue> elements) {
        return new TorchValue(
                IValue.listFrom(elements.stream().map(TorchValue::raw).toArray(IValue[]::new)), null);
    }

    /** A list of tensors, perhaps empty. They stay their owners'. */
    public static TorchValue tensorList(List<TorchValue> elements) {
        PtNDArray[] arrays = new PtNDArray[elements.size()];
        try {
            for (int i = 0; i < arrays.length; i++) {
                arrays[i] = elements.get(i).raw().toTensor(Torch.manager());
            }
            return new TorchValue(IValue.listFrom(arrays), null);
        } finally {
            for (PtNDArray array : arrays) {
                if (array != null) {
                    array.close();
                }
            }
        }
    }

    static TorchValue integer(long number) {
        return new TorchValue(IValue.from(number), null);
    }

    static TorchValue real(double number) {
        return new TorchValue(IValue.from(number), null);
    }

    static TorchValue integerList(long... numbers) {
        return new TorchValue(IValue.listFrom(numbers), null);
    }

    /**
     * Copies a contiguous tensor of 32-bit floats into the front of an array, row-major.
     *
     * @throws IndexOutOfBoundsException if it does not fit
     */
    public void copyTo(float[] target) {
        try (PtNDArray array = raw().toTensor(Torch.manager())) {
            FloatBuffer floats =
                    array.toByteBuffer(true).order(ByteOrder.nativeOrder()).asFloatBuffer();
            floats.get(target, 0, floats.remaining());
        }
    }

    /** Writes the bytes of a contiguous tensor. */
    public void writeTo(WritableByteChannel channel) throws IOException {
        try (PtNDArray array = raw().toTensor(Torch.manager())) {
            ByteBuffer bytes = array.toByteBuffer(true);
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        }
    }

    /** The tensors of a list; each is the caller's to close. */
    public List<TorchValue> tensors() {
        List<TorchValue> tensors = new ArrayList<>();
        for (PtNDArray array : raw().toTensorArray(Torch.manager())) {
            try (array) {
                tensors.add(new TorchValue(IValue.from(array), null));
            }
        }
        return tensors;
    }

    /** The sizes of a tensor. */
    public long[] shape() {
        try (PtNDArray array = raw().toTensor(Torch.manager())) {
            return array.getShape().getShape();
        }
    }

    /** Gives the value up; further use fails, closing again does nothing. */
    @Override
    public void close() {
        try {
            if (!closed) {
                closed = true;
                OPEN.decrementAndGet();
                value.close();
            }
        } finally {
            Reference.reachabilityFence(backing);
        }
    }

    IValue raw() {
        if (closed) {
            throw new IllegalStateException("the value is closed");
        }
        return value;
    }

    private static TorchValue over(ByteBuffer memory, DataType type, long... shape) {
        try (NDArray array = Torch.manager().create(memory, new Shape(shape), type)) {
            return new TorchValue(IValue.from((PtNDArray) array), memory);
        }
    }
}
