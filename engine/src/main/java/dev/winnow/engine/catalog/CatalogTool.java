package dev.winnow.engine.catalog;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.winnow.engine.decoder.MemoryRefusedException;
import dev.winnow.engine.decoder.ModeRefusedException;
import dev.winnow.engine.decoder.NumericMode;
import dev.winnow.engine.model.ModelRefusedException;
import dev.winnow.engine.model.source.DownloadFailedException;
import dev.winnow.engine.torch.Torch;
import dev.winnow.text.tokenizer.Tokenizer;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.util.Map;

/**
 * The process behind {@code winnow models}. It writes a JSON object a line: {@code {"progress": ...}} now and then,
 * {@code {"card": ...}} or {@code {"folder": ...}} as results, {@code {"error": ...}} where it ends with 1, or with 2
 * if what was asked for cannot be.
 */
public final class CatalogTool {
    private static final JsonMapper JSON = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .build();

    private final PrintStream out;
    private final Catalog catalog;

    private CatalogTool(PrintStream out, Path cache) {
        this.out = out;
        this.catalog = new Catalog(
                cache, (file, done, total) -> say("progress", Map.of("what", file, "done", done, "total", total)));
    }

    /**
     * Does one thing: {@code list}, {@code show MODEL}, {@code pull MODEL}, {@code measure MODEL QUANTIZATION},
     * {@code quantize MODEL QUANTIZATION FOLDER} or {@code natives}, which unpacks the native libraries for an image;
     * the model cache comes first.
     */
    public static void main(String[] arguments) {
        System.exit(run(System.out, arguments));
    }

    /** The same without an end of the process: gives its exit code. */
    static int run(PrintStream out, String... arguments) {
        CatalogTool tool = new CatalogTool(out, Path.of(arguments[0]));
        try {
            tool.act(arguments);
            return 0;
        } catch (ModelRefusedException
                | ModeRefusedException
                | MemoryRefusedException
                | FileAlreadyExistsException
                | IllegalArgumentException e) {
            tool.say("error", String.valueOf(e.getMessage()));
            return 2;
        } catch (DownloadFailedException e) {
            tool.say("error", String.valueOf(e.getMessage()));
            return 1;
        } catch (IOException | RuntimeException | LinkageError | OutOfMemoryError e) {
            tool.say("error", e.toString());
            return 1;
        }
    }

    private void act(String... arguments) throws IOException {
        switch (arguments[1]) {
            case "list" -> {
                for (String model : catalog.models()) {
                    sayBrief(model);
                }
            }
            case "show" -> say("card", catalog.card(arguments[2]));
            case "pull" -> {
                catalog.pull(arguments[2]);
                say("card", catalog.brief(arguments[2]));
            }
            case "measure" -> {
                catalog.measure(arguments[2], NumericMode.fromWireName(arguments[3]));
                say("card", catalog.card(arguments[2]));
            }
            case "quantize" -> {
                Path folder = Path.of(arguments[4]);
                catalog.quantize(arguments[2], NumericMode.fromWireName(arguments[3]), folder);
                say("folder", folder.toString());
            }
            case "natives" -> {
                Torch.require();
                Tokenizer.requireNatives();
                say("natives", Torch.threads());
            }
            default -> throw new IllegalArgumentException("unknown: " + arguments[1]);
        }
    }

    /** One that cannot be opened does not hide the others. */
    private void sayBrief(String model) {
        try {
            say("card", catalog.brief(model));
        } catch (IOException | RuntimeException e) {
            say("card", Map.of("model", model, "why", String.valueOf(e.getMessage())));
        }
    }

    private void say(String key, Object value) {
        try {
            out.println(JSON.writeValueAsString(Map.of(key, value)));
            out.flush();
        } catch (IOException e) {
            throw new IllegalStateException(e); // memory does not fail
        }
    }
}
