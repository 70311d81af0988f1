package dev.winnow.coordinator.adapter;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.winnow.common.adapter.AdapterFiles;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.LocalDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** A folder of PEFT with one pair of small factors, and what tests change of it. */
public final class SmallAdapter {
    static final String Q = "base_model.model.model.layers.0.self_attn.q_proj";
    static final int RANK = 2;

    private static final ObjectMapper JSON = new ObjectMapper();

    final ObjectNode config = JSON.createObjectNode()
            .put("peft_type", "LORA")
            .put("r", RANK)
            .put("lora_alpha", 8)
            .put("base_model_name_or_path", "/somewhere/else/bytes");
    final ObjectNode header = JSON.createObjectNode();
    final Map<String, byte[]> others = new LinkedHashMap<>();
    private final float value;
    int data = 4 * 2 * RANK * 8;

    /** One whose factors are all that value. */
    public SmallAdapter(float value) {
        this.value = value;
        config.putArray("target_modules").add("v_proj").add("q_proj");
        tensor(Q + ".lora_A.weight", List.of(RANK, 8), 0);
        tensor(Q + ".lora_B.weight", List.of(8, RANK), 4 * RANK * 8);
    }

    ObjectNode tensor(String name, List<Integer> shape, int begin) {
        ObjectNode tensor = header.putObject(name).put("dtype", "F32");
        shape.forEach(tensor.putArray("shape")::add);
        int bytes = 4 * shape.stream().reduce(1, Math::multiplyExact);
        tensor.putArray("data_offsets").add(begin).add(begin + bytes);
        return tensor;
    }

    byte[] configFile() {
        return config.toString().getBytes(UTF_8);
    }

    byte[] weightsFile() {
        byte[] text = header.toString().getBytes(UTF_8);
        ByteBuffer file = ByteBuffer.allocate(8 + text.length + data).order(ByteOrder.LITTLE_ENDIAN);
        file.putLong(text.length).put(text);
        while (file.remaining() >= 4) {
            file.putFloat(value);
        }
        return file.array();
    }

    /** What names it. */
    public String hash() {
        return AdapterFiles.hash(
                AdapterFiles.sha256().digest(configFile()),
                AdapterFiles.sha256().digest(weightsFile()));
    }

    /** Its folder as it is uploaded. */
    public byte[] zip() {
        Map<String, byte[]> files = new LinkedHashMap<>();
        files.put("adapter/README.md", "left out".getBytes(UTF_8));
        files.put("adapter/" + AdapterFiles.CONFIG, configFile());
        files.put("adapter/" + AdapterFiles.WEIGHTS, weightsFile());
        files.putAll(others);
        return zip(files);
    }

    static byte[] zip(Map<String, byte[]> files) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (Map.Entry<String, byte[]> file : files.entrySet()) {
                ZipEntry entry = new ZipEntry(file.getKey());
                // The same bytes whenever it is packed: an entry's own time is the clock's.
                entry.setTimeLocal(LocalDateTime.of(2026, 1, 1, 0, 0));
                zip.putNextEntry(entry);
                zip.write(file.getValue());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
