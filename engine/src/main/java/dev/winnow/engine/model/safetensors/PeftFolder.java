package dev.winnow.engine.model.safetensors;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.winnow.engine.model.WeightShape;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Writes an adapter as PEFT saves it, in f32: {@code adapter_model.safetensors} and then {@code adapter_config.json},
 * each under another name first, so that a reader finds whole files or none.
 *
 * @param base what the adapter is for, a name for people
 * @param rank of all factors
 * @param alpha makes the scale
 * @param dropout that it was trained with; nothing depends on it any more
 * @param stabilized whether the scale is {@code alpha / sqrt(rank)} and not {@code alpha / rank}
 * @param modules that it changes: {@code q_proj} and others
 */
public record PeftFolder(
        String base, int rank, double alpha, double dropout, boolean stabilized, List<String> modules) {
    private static final JsonMapper JSON = new JsonMapper();

    public PeftFolder {
        requireNonNull(base, "base");
        modules = modules.stream().sorted().toList();
    }

    /**
     * Writes a folder, which is made if it is not there.
     *
     * @param shapes of the factors, by names such as {@code model.layers.0.self_attn.q_proj.lora_A.weight}
     * @param values gives a factor's, row-major; asked for one after the other
     */
    public void write(Path folder, Map<String, WeightShape> shapes, Function<String, float[]> values)
            throws IOException {
        Files.createDirectories(folder);
        writeWhole(folder.resolve(PeftAdapter.WEIGHTS), out -> writeFactors(out, new TreeMap<>(shapes), values));
        writeWhole(folder.resolve(PeftConfig.FILE), out -> out.write(config()));
    }

    private byte[] config() throws IOException {
        ObjectNode config = JSON.createObjectNode()
                .put("peft_type", "LORA")
                .put("task_type", "CAUSAL_LM")
                .put("base_model_name_or_path", base)
                .put("inference_mode", true)
                .put("r", rank)
                .put("lora_dropout", dropout)
                .put("bias", "none")
                .put("fan_in_fan_out", false)
                .put("use_rslora", stabilized)
                .put("use_dora", false)
                .put("init_lora_weights", true);
        if (alpha == Math.rint(alpha)) {
            config.put("lora_alpha", (long) alpha); // as PEFT has it
        } else {
            config.put("lora_alpha", alpha);
        }
        modules.forEach(config.putArray("target_modules")::add);
        return JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(config);
    }

    private static void writeFactors(
            OutputStream out, SortedMap<String, WeightShape> shapes, Function<String, float[]> values)
            throws IOException {
        ObjectNode header = JSON.createObjectNode();
        header.putObject("__metadata__").put("format", "pt");
        long at = 0;
        for (Map.Entry<String, WeightShape> factor : shapes.entrySet()) {
            WeightShape shape = factor.getValue();
            ObjectNode entry =
                    header.putObject(PeftAdapter.PREFIX + factor.getKey()).put("dtype", "F32");
            entry.putArray("shape").add(shape.rows()).add(shape.columns());
            entry.putArray("data_offsets").add(at).add(at + Float.BYTES * shape.size());
            at += Float.BYTES * shape.size();
        }
        // The data begin at a multiple of eight: what maps the file may read numbers where they are.
        String text = header.toString();
        byte[] padded = (text + " ".repeat((8 - text.length() % 8) % 8)).getBytes(StandardCharsets.UTF_8);
        byte[] length = new byte[Long.BYTES];
        littleEndian(length).putLong(padded.length);
        out.write(length);
        out.write(padded);
        for (String name : shapes.keySet()) {
            float[] numbers = values.apply(name);
            byte[] bytes = new byte[Float.BYTES * numbers.length];
            littleEndian(bytes).asFloatBuffer().put(numbers);
            out.write(bytes);
        }
    }

    private static ByteBuffer littleEndian(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static void writeWhole(Path file, Content content) throws IOException {
        Path unfinished = file.resolveSibling(file.getFileName() + ".unfinished");
        try (FileChannel channel = FileChannel.open(
                unfinished,
                StandardOpenOption.CREATE,
                StandardOpenOption.TRUNCATE_EXISTING,
                StandardOpenOption.WRITE)) {
            OutputStream out = new BufferedOutputStream(Channels.newOutputStream(channel));
            content.writeTo(out);
            out.flush();
            channel.force(true);
        }
        Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
    }

    private interface Content {
        void writeTo(OutputStream out) throws IOException;
    }
}
