package dev.winnow.engine.decoder;

import dev.winnow.engine.decoder.StackedWeights.Part;
import dev.winnow.engine.model.DecoderShape;
import dev.winnow.engine.model.ModelRefusedException;
import dev.winnow.engine.model.PackedTensor;
import dev.winnow.engine.model.PackedWeights;
import dev.winnow.engine.model.safetensors.Dtype;
import dev.winnow.engine.torch.TorchModule;
import dev.winnow.engine.torch.TorchValue;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Takes weights that a file has in the mode's form. What can be computed with as it lies stays in the file's pages,
 * which processes of one machine share; everything else is read into libtorch's memory.
 */
final class PackedSource implements WeightSource {
    static final String EMBEDDING = "model.embed_tokens.weight";

    // A buffer of Java has at most 2 GiB.
    private static final int MOST_BYTES_AT_ONCE = 1 << 30;

    private final TorchModule module;
    private final PackedWeights packed;
    private final NumericMode mode;
    private final Device device;
    private final Arithmetic arithmetic;
    private final WeightLoader vectors;
    private final List<ByteBuffer> mapped = new ArrayList<>();

    PackedSource(TorchModule module, PackedWeights packed, NumericMode mode, Device device) {
        this.module = module;
        this.packed = packed;
        this.mode = mode;
        this.device = device;
        this.arithmetic = mode.on(device);
        this.vectors = new WeightLoader(module, packed.vectors(), mode);
        if (!packed.mode().equals(mode.wireName())) {
            throw new ModelRefusedException(
                    "the model is packed as %s, not as %s: take quantization %s, or the model that it was made of"
                            .formatted(packed.mode(), mode.wireName(), packed.mode()));
        }
    }

    @Override
    public List<ByteBuffer> mapped() {
        return List.copyOf(mapped);
    }

    @Override
    public TorchValue projection(Projection projection) {
        List<TorchValue> parts = new ArrayList<>();
        try {
            for (Arithmetic.Part part : arithmetic.parts()) {
                PackedTensor tensor = tensor(projection.name() + "." + part.name(), part.type());
                if (parts.isEmpty()) {
                    requireSize(tensor, projection);
                }
                parts.add(matrix(tensor, part.torchType(), arithmetic.shares()));
            }
            try (TorchValue list = TorchValue.tensorList(parts)) {
                return module.call("prepared").with(list).run();
            }
        } finally {
            parts.forEach(TorchValue::close);
        }
    }

    @Override
    public TorchValue gains(Part... parts) {
        return vectors.gains(parts);
    }

    @Override
    public TorchValue biases(Part... parts) {
        return vectors.biases(parts);
    }

    @Override
    public Ends ends(DecoderShape shape) {
        PackedTensor table = packed.tensor(EMBEDDING);
        Arithmetic.Part form = new Arithmetic.Part(EMBEDDING, tableType(table));
        if (table.shape().rows() != shape.vocabulary() || table.shape().columns() != shape.hidden()) {
            throw new ModelRefusedException("%s should be %d x %d, but is %d x %d"
                    .formatted(
                            EMBEDDING,
                            shape.vocabulary(),
                            shape.hidden(),
                            table.shape().rows(),
                            table.shape().columns()));
        }
        try (Unfinished unfinished = new Unfinished();
                TorchValue matrix = matrix(table, form.torchType(), true)) {
            TorchValue embedding = unfinished.add(vectors.table(matrix), TorchValue::close);
            Ends ends = new Ends(embedding, projection(Projection.head(shape)));
            unfinished.keep();
            return ends;
        }
    }

    // A mode of both has it as the CPU wants it, which is not less than a card does.
    private static Dtype tableType(PackedTensor table) {
        Dtype type = Dtype.valueOf(table.type());
        if (type == Dtype.I8 || type == Dtype.U8) {
            throw new ModelRefusedException(
                    "%s has codes, and should have numbers: quantize the model anew".formatted(EMBEDDING));
        }
        return type;
    }

    /** How the embedding table is kept in a file. */
    static Arithmetic.Part table(NumericMode mode, Arithmetic arithmetic) {
        Dtype type = arithmetic.activationBytes() == Float.BYTES ? Dtype.F32 : Dtype.BF16;
        return new Arithmetic.Part(EMBEDDING, mode == NumericMode.F16 ? Dtype.F16 : type);
    }

    private PackedTensor tensor(String name, Dtype type) {
        PackedTensor tensor = packed.tensor(name);
        if (!tensor.type().equals(type.name())) {
            throw new ModelRefusedException("%s is %s, but %s keeps it as %s: quantize the model anew"
                    .formatted(name, tensor.type(), mode.wireName(), type));
        }
        return tensor;
    }

    // Codes of 4 bits are two in a byte. What else does not fit, libtorch refuses when it is prepared.
    private void requireSize(PackedTensor tensor, Projection projection) {
        long values = (long) projection.inputs() * projection.outputs();
        long bytes = tensor.type().equals(Dtype.U8.name())
                ? values / 2
                : values * Dtype.valueOf(tensor.type()).bytes();
        if (tensor.bytes() != bytes) {
            throw new ModelRefusedException("%s has %d bytes, but %d inputs and %d outputs take %d"
                    .formatted(tensor.name(), tensor.bytes(), projection.inputs(), projection.outputs(), bytes));
        }
    }

    private TorchValue matrix(PackedTensor tensor, int type, boolean shares) {
        List<TorchValue> pieces = new ArrayList<>();
        try {
            for (long first = 0; first < tensor.bytes(); first += MOST_BYTES_AT_ONCE) {
                int length = (int) Math.min(MOST_BYTES_AT_ONCE, tensor.bytes() - first);
                pieces.add(piece(tensor, tensor.position() + first, length, shares && device == Device.CPU));
            }
            try (TorchValue bytes = pieces.size() == 1 ? pieces.remove(0) : joined(pieces)) {
                return module.call("restored")
                        .with(bytes)
                        .with(type)
                        .with(tensor.shape().rows())
                        .run();
            }
        } finally {
            pieces.forEach(TorchValue::close);
        }
    }

    private TorchValue piece(PackedTensor tensor, long position, int length, boolean stays) {
        if (!stays) {
            return TorchValue.filledBytes(length, memory -> tensor.file().read(position, memory));
        }
        ByteBuffer memory = tensor.file().map(position, length);
        mapped.add(memory);
        return TorchValue.bytes(memory);
    }

    private TorchValue joined(List<TorchValue> pieces) {
        try (TorchValue list = TorchValue.tensorList(pieces)) {
            return module.call("joined").with(list).run();
        }
    }
}
