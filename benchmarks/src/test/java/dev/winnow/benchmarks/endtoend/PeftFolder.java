package dev.winnow.benchmarks.endtoend;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.winnow.common.adapter.AdapterFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;

/** An adapter of one matrix of the default model, as PEFT would save it. */
final class PeftFolder {
    private static final int WIDTH = 576; // SmolLM2-135M's
    private static final int RANK = 4;
    private static final String PROJECTION = "base_model.model.model.layers.3.self_attn.q_proj.lora_";

    private PeftFolder() {}

    /**
     * Writes one, and gives its hash.
     *
     * @param strength the largest value of its second factor; with 0 it changes nothing
     */
    static String write(Path folder, float strength) throws IOException {
        byte[] config = "{\"peft_type\":\"LORA\",\"r\":%d,\"lora_alpha\":%d}"
                .formatted(RANK, RANK)
                .getBytes(UTF_8);
        int bytes = 4 * WIDTH * RANK;
        byte[] header =
                "{\"%sA.weight\":{\"dtype\":\"F32\",\"shape\":[%d,%d],\"data_offsets\":[0,%d]},\"%sB.weight\":{\"dtype\":\"F32\",\"shape\":[%d,%d],\"data_offsets\":[%d,%d]}}"
                        .formatted(PROJECTION, RANK, WIDTH, bytes, PROJECTION, WIDTH, RANK, bytes, 2 * bytes)
                        .getBytes(UTF_8);
        ByteBuffer weights = ByteBuffer.allocate(8 + header.length + 2 * bytes).order(ByteOrder.LITTLE_ENDIAN);
        weights.putLong(header.length).put(header);
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < 2 * WIDTH * RANK; i++) {
            float scale = i < WIDTH * RANK ? 1 : strength;
            weights.putFloat((float) (2 * random.nextDouble() - 1) * scale);
        }
        Files.createDirectories(folder);
        Files.write(folder.resolve(AdapterFiles.CONFIG), config);
        Files.write(folder.resolve(AdapterFiles.WEIGHTS), weights.array());
        return AdapterFiles.hash(
                AdapterFiles.sha256().digest(config), AdapterFiles.sha256().digest(weights.array()));
    }
}
