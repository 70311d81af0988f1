package dev.winnow.coordinator.adapter;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.winnow.common.adapter.AdapterFiles;
import dev.winnow.coordinator.problem.Problem;
import dev.winnow.coordinator.problem.ProblemException;
import dev.winnow.coordinator.upload.Utf8;
import dev.winnow.coordinator.upload.ZipBody;
import dev.winnow.text.adapter.AdapterRefusedException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads a folder of PEFT out of a ZIP as it comes in, within a limit that counts what is unpacked. */
final class AdapterArchive {
    private static final int MOST_CONFIG_BYTES = 1 << 20;
    private static final int BUFFER = 1 << 16;
    private static final Pattern PICKLE = Pattern.compile(".*\\.(bin|pt|pth|pkl|pickle|ckpt)");

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private final long mostBytes;
    private final Path weights;
    private final MessageDigest digest = AdapterFiles.sha256();
    private byte @Nullable [] config;
    private boolean weightsCame;
    private long taken;

    private AdapterArchive(Path weights, long mostBytes) {
        this.weights = weights;
        this.mostBytes = mostBytes;
    }

    /**
     * Reads and checks an adapter; other files of the folder are left out.
     *
     * @throws ProblemException if it is none that can be kept
     */
    static ReceivedAdapter read(InputStream body, long mostBytes) throws IOException {
        Path weights = Files.createTempFile("winnow-adapter-", ".safetensors");
        try {
            return new AdapterArchive(weights, mostBytes).read(body);
        } catch (AdapterRefusedException e) {
            Files.deleteIfExists(weights);
            throw Problem.of(422, "adapter_refused", String.valueOf(e.getMessage()))
                    .remedy("send a LoRA adapter as PEFT saves it with safe_serialization=True")
                    .exception();
        } catch (ZipBody.BrokenException e) {
            Files.deleteIfExists(weights);
            throw Problem.of(422, "invalid_zip", "the body is no ZIP that can be read: " + e.getMessage())
                    .remedy("send " + AdapterFiles.CONFIG + " and " + AdapterFiles.WEIGHTS + " in a ZIP")
                    .exception();
        } catch (IOException | RuntimeException e) {
            Files.deleteIfExists(weights);
            throw e;
        }
    }

    private ReceivedAdapter read(InputStream body) throws IOException {
        ZipBody zip = new ZipBody(body);
        for (String name = zip.next(); name != null; name = zip.next()) {
            take(name.substring(name.lastIndexOf('/') + 1), zip);
        }
        if (config == null || !weightsCame) {
            throw new AdapterRefusedException("the ZIP has no "
                    + (config == null ? AdapterFiles.CONFIG : AdapterFiles.WEIGHTS)
                    + "; an adapter is a folder as PEFT saves it, in safetensors");
        }
        return ReceivedAdapter.of(config, parsed(config), weights, digest.digest());
    }

    private void take(String file, InputStream content) throws IOException {
        if (PICKLE.matcher(file.toLowerCase(Locale.ROOT)).matches()) {
            throw new AdapterRefusedException(
                    file + " may be a pickle, which can run any program when it is opened: save it as safetensors");
        }
        switch (file) {
            case AdapterFiles.CONFIG -> {
                requireFirst(file, config != null);
                byte[] bytes = content.readNBytes(MOST_CONFIG_BYTES + 1);
                if (bytes.length > MOST_CONFIG_BYTES) {
                    throw tooLarge(file, MOST_CONFIG_BYTES);
                }
                count(bytes.length);
                config = bytes;
            }
            case AdapterFiles.WEIGHTS -> {
                requireFirst(file, weightsCame);
                try (OutputStream out = new DigestOutputStream(Files.newOutputStream(weights), digest)) {
                    copy(content, out);
                }
                weightsCame = true;
            }
            default -> copy(content, OutputStream.nullOutputStream());
        }
    }

    private void copy(InputStream from, OutputStream to) throws IOException {
        byte[] buffer = new byte[BUFFER];
        for (int read = from.read(buffer); read >= 0; read = from.read(buffer)) {
            count(read);
            to.write(buffer, 0, read);
        }
    }

    private void count(int bytes) {
        taken += bytes;
        if (taken > mostBytes) {
            throw tooLarge("the adapter", mostBytes);
        }
    }

    static ProblemException tooLarge(String what, long limit) {
        return Problem.of(413, "adapter_too_large", "%s has more than %d bytes".formatted(what, limit))
                .limit(limit)
                .remedy("train with a lower rank, or save in bf16; the operator can raise winnow.adapters.most-bytes")
                .exception();
    }

    private static void requireFirst(String file, boolean cameBefore) {
        if (cameBefore) {
            throw new AdapterRefusedException("the ZIP has " + file + " twice");
        }
    }

    private static JsonNode parsed(byte[] config) {
        // A parser of bytes would take UTF-16 and UTF-32 too, which workers do not.
        String text = Utf8.decode(config)
                .orElseThrow(() -> new AdapterRefusedException(AdapterFiles.CONFIG + " is no UTF-8"));
        try {
            JsonNode tree = JSON.readTree(text);
            if (tree.isObject()) {
                return tree;
            }
        } catch (JsonProcessingException e) {
            throw new AdapterRefusedException(AdapterFiles.CONFIG + " is not JSON: " + e.getOriginalMessage());
        }
        throw new AdapterRefusedException(AdapterFiles.CONFIG + " is not a JSON object");
    }
}
