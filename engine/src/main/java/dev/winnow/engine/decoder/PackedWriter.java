package dev.winnow.engine.decoder;

import dev.winnow.engine.model.DecoderShape;
import dev.winnow.engine.model.LoadableModel;
import dev.winnow.engine.model.WeightReader;
import dev.winnow.engine.model.WeightShape;
import dev.winnow.engine.model.packed.PackedFacts;
import dev.winnow.engine.model.safetensors.SafetensorsWriter;
import dev.winnow.engine.model.safetensors.SafetensorsWriter.Entry;
import dev.winnow.engine.torch.Torch;
import dev.winnow.engine.torch.TorchModule;
import dev.winnow.engine.torch.TorchValue;
import java.io.IOException;
import java.nio.channels.WritableByteChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Writes a model in the form of a numeric mode, layer by layer, a file for each: what a decoder makes of the model's
 * own weights is bit for bit what it makes of these.
 */
public final class PackedWriter implements AutoCloseable {
    private static final int BYTES_AT_ONCE = 1 << 26;
    private static final String ENDS = "ends.safetensors";

    private final LoadableModel model;
    private final DecoderShape shape;
    private final NumericMode mode;
    private final Arithmetic arithmetic;
    private final WeightReader reader;
    private final TorchModule module;
    private final WeightLoader loader;

    /**
     * Takes a model, which is anything but packed itself.
     *
     * @throws ModeRefusedException if the mode is f32, which has nothing to write, or the model's sizes do not suit it
     */
    public PackedWriter(LoadableModel model, NumericMode mode) {
        if (mode == NumericMode.F32) {
            throw new IllegalArgumentException(
                    "f32 is what a model's files have already: take int8, nf4, bf16 or another");
        }
        Device device = mode.runsOn(Device.CPU) ? Device.CPU : Device.CUDA;
        this.model = model;
        this.shape = model.shape();
        this.mode = mode;
        this.arithmetic = mode.on(device);
        arithmetic.requireSizes(mode, shape);
        this.reader = model.weights();
        Torch.prepareThread();
        // A card's text quantizes on the CPU as well; only what prepares and multiplies wants the card.
        this.module = TorchModule.compile(mode.complete(TorchModule.text(Decoder.class, "decoder.ts.py"), device)
                .replace("\"" + Device.CUDA.wireName() + "\"", "\"" + Device.CPU.wireName() + "\""));
        this.loader = WeightLoader.ofParts(module, reader, mode);
    }

    /**
     * Writes a folder, which must not be there; it is there when all is written.
     *
     * @param madeFrom what the model was given as, for people
     * @param written told the layers that are written, of {@link DecoderShape#layers()}
     */
    public void write(Path folder, String madeFrom, IntConsumer written) throws IOException {
        if (Files.exists(folder)) {
            throw new FileAlreadyExistsException(folder + " is there already: remove it, or choose another place");
        }
        List<String> files = new ArrayList<>(
                IntStream.range(0, shape.layers()).mapToObj(PackedWriter::file).toList());
        files.add(ENDS);
        PackedFacts facts = PackedFacts.of(model, mode.wireName(), madeFrom, files);
        Path unfinished = emptied(folder.resolveSibling(folder.getFileName() + ".unfinished"));
        for (int layer = 0; layer < shape.layers(); layer++) {
            writeLayer(unfinished.resolve(file(layer)), layer);
            written.accept(layer + 1);
        }
        writeEnds(unfinished.resolve(ENDS));
        facts.write(unfinished, model.text().tokenizerJson());
        Files.move(unfinished, folder);
    }

    @Override
    public void close() {
        module.close();
    }

    /** What an earlier run has left there was broken off. */
    private static Path emptied(Path folder) throws IOException {
        Files.createDirectories(folder);
        try (Stream<Path> left = Files.list(folder)) {
            for (Path file : left.toList()) {
                Files.delete(file);
            }
        }
        return folder;
    }

    private static String file(int layer) {
        return "layer-%03d.safetensors".formatted(layer);
    }

    private void writeLayer(Path file, int layer) throws IOException {
        List<Entry> entries = new ArrayList<>();
        for (String vector : vectors(layer)) {
            entries.add(Entry.ofVector(vector, reader.read(vector)));
        }
        write(file, entries, Projection.ofLayer(shape, layer));
    }

    private List<String> vectors(int layer) {
        String prefix = "model.layers.%d.".formatted(layer);
        List<String> names = new ArrayList<>(List.of("input_layernorm.weight", "post_attention_layernorm.weight"));
        if (shape.qkvBias()) {
            names.addAll(List.of("self_attn.q_proj.bias", "self_attn.k_proj.bias", "self_attn.v_proj.bias"));
        }
        if (shape.qkNorm()) {
            names.addAll(List.of("self_attn.q_norm.weight", "self_attn.k_norm.weight"));
        }
        return names.stream().map(prefix::concat).toList();
    }

    private void write(Path file, List<Entry> entries, List<Projection> projections) throws IOException {
        try (Unfinished held = new Unfinished()) {
            for (Projection projection : projections) {
                addParts(projection.name(), held.add(loader.projection(projection), TorchValue::close), held, entries);
            }
            writeSorted(file, entries);
        }
    }

    private void writeEnds(Path file) throws IOException {
        WeightSource.Ends ends = loader.ends(shape);
        try (Unfinished held = new Unfinished()) {
            TorchValue table = held.add(ends.embedding(), TorchValue::close);
            TorchValue head = held.add(ends.head(), TorchValue::close);
            List<Entry> entries = new ArrayList<>();
            entries.add(Entry.ofVector("model.norm.weight", reader.read("model.norm.weight")));
            entries.add(entry(PackedSource.table(mode, arithmetic), PackedSource.EMBEDDING, table));
            addParts(Projection.head(shape).name(), head, held, entries);
            writeSorted(file, entries);
        }
    }

    private void addParts(String projection, TorchValue quantized, Unfinished held, List<Entry> entries) {
        List<TorchValue> tensors = quantized.tensors();
        tensors.forEach(tensor -> held.add(tensor, TorchValue::close));
        for (int i = 0; i < tensors.size(); i++) {
            Arithmetic.Part part = arithmetic.parts().get(i);
            entries.add(entry(part, projection + "." + part.name(), tensors.get(i)));
        }
    }

    private Entry entry(Arithmetic.Part part, String name, TorchValue tensor) {
        WeightShape matrix = matrix(tensor.shape());
        long bytes = matrix.size() * part.type().bytes();
        return new Entry(name, part.type(), matrix, channel -> writeBytes(tensor, bytes, channel));
    }

    /** Numbers alone and in a row are matrices of one row. */
    private static WeightShape matrix(long[] sizes) {
        return switch (sizes.length) {
            case 0 -> new WeightShape(1, 1);
            case 1 -> new WeightShape(1, Math.toIntExact(sizes[0]));
            default -> new WeightShape(Math.toIntExact(sizes[0]), Math.toIntExact(sizes[1]));
        };
    }

    private void writeBytes(TorchValue tensor, long bytes, WritableByteChannel channel) throws IOException {
        for (long first = 0; first < bytes; first += BYTES_AT_ONCE) {
            try (TorchValue some = module.call("bytes_of")
                    .with(tensor)
                    .with(first)
                    .with(BYTES_AT_ONCE)
                    .run()) {
                some.writeTo(channel);
            }
        }
    }

    private static void writeSorted(Path file, List<Entry> entries) throws IOException {
        SafetensorsWriter.write(
                file,
                entries.stream()
                        .sorted(Comparator.comparingInt(
                                (Entry entry) -> -entry.type().bytes()))
                        .toList());
    }
}
