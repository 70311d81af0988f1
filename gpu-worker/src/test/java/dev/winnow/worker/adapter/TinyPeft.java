package dev.winnow.worker.adapter;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.winnow.common.adapter.AdapterFiles;
import dev.winnow.engine.decoder.AdapterForm;
import dev.winnow.engine.model.DecoderShape;
import dev.winnow.engine.model.Rotary;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** An adapter of one matrix of a tiny model, as PEFT would save it. */
public final class TinyPeft {
    /** What it fits. */
    public static final AdapterForm FORM = AdapterForm.plain(
            new DecoderShape(1, 8, 2, 1, 4, 16, 16, Rotary.plain(10_000), 1e-5, 64, true, false, false));

    /** The memory that it takes: factors of rank 2 for what query, key and value compute together. */
    public static final long BYTES = 2 * (8 + 16) * 4;

    private static final String Q = "base_model.model.model.layers.0.self_attn.q_proj.lora_";

    private final byte[] config;
    private final byte[] weights;

    /** One whose factors are all that value. */
    public TinyPeft(float value) {
        this(value, 8);
    }

    /** One for a model whose matrix takes so many inputs. */
    public TinyPeft(float value, int inputs) {
        config = "{\"peft_type\":\"LORA\",\"r\":2,\"lora_alpha\":4}".getBytes(UTF_8);
        int down = 2 * inputs * 4;
        byte[] header =
                "{\"%sA.weight\":{\"dtype\":\"F32\",\"shape\":[2,%d],\"data_offsets\":[0,%d]},\"%sB.weight\":{\"dtype\":\"F32\",\"shape\":[8,2],\"data_offsets\":[%d,%d]}}"
                        .formatted(Q, inputs, down, Q, down, down + 64)
                        .getBytes(UTF_8);
        ByteBuffer file = ByteBuffer.allocate(8 + header.length + down + 64).order(ByteOrder.LITTLE_ENDIAN);
        file.putLong(header.length).put(header);
        while (file.hasRemaining()) {
            file.putFloat(value);
        }
        weights = file.array();
    }

    /** What names it. */
    public String hash() {
        return AdapterFiles.hash(
                AdapterFiles.sha256().digest(config), AdapterFiles.sha256().digest(weights));
    }

    /** The bytes of its files. */
    public long size() {
        return (long) config.length + weights.length;
    }

    /** Writes it as the coordinator sends it. */
    public void writeTo(OutputStream out) throws IOException {
        try (ZipOutputStream zip = new ZipOutputStream(out)) {
            zip.putNextEntry(new ZipEntry("../" + AdapterFiles.WEIGHTS)); // never made into a path
            zip.write(1);
            zip.putNextEntry(new ZipEntry(AdapterFiles.CONFIG));
            zip.write(config);
            zip.putNextEntry(new ZipEntry(AdapterFiles.WEIGHTS));
            zip.write(weights);
        }
    }

    /** Writes it into a file. */
    public void writeTo(Path zip) {
        try (OutputStream out = Files.newOutputStream(zip)) {
            writeTo(out);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
