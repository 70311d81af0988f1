package dev.winnow.engine.torch;

import static java.util.Objects.requireNonNull;

import ai.djl.engine.EngineException;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.JniUtils;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Methods written in TorchScript. They keep no state, so several threads may call them at once; each must have called
 * {@link Torch#prepareThread()}.
 *
 * <p>The text is what libtorch itself writes into its archives, which is a little less than Python: types are numbers
 * (6 for f32, 5 for f16, 4 for i64, 1 for i8, 0 for u8), operators of libtorch are {@code torch.name}, other libraries'
 * {@code ops.library.name}, and tensor methods are called by {@code torch.name(tensor, ...)} or {@code tensor.name}.
 */
public final class TorchModule implements AutoCloseable {
    private static final Pattern WITH = Pattern.compile("^# WITH: (\\S+)$", Pattern.MULTILINE);

    private final PtSymbolBlock block;

    private TorchModule(PtSymbolBlock block) {
        this.block = block;
    }

    /**
     * Compiles methods.
     *
     * @param methods definitions, not indented, each with {@code self} first
     * @throws TorchException if the text is no TorchScript; the message has libtorch's own, with the line
     */
    public static TorchModule compile(String methods) {
        try {
            return new TorchModule(JniUtils.loadModule(
                    Torch.manager(), new ByteArrayInputStream(TorchScriptArchive.of(methods)), false, false));
        } catch (IOException e) {
            throw new UncheckedIOException(e); // memory does not fail
        } catch (EngineException e) {
            throw new TorchException("TorchScript was refused: " + e.getMessage(), e);
        }
    }

    /**
     * Reads TorchScript text that stands beside a class. What several texts need is a text of its own: a line {@code #
     * WITH: /path/of/the/resource} brings it along.
     */
    public static String text(Class<?> beside, String name) {
        String text = read(beside, name);
        return WITH.matcher(text)
                .results()
                .map(line -> read(beside, line.group(1)))
                .collect(Collectors.joining("", text, ""));
    }

    private static String read(Class<?> beside, String name) {
        try (InputStream in = requireNonNull(beside.getResourceAsStream(name), name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Begins a call; arguments are added in the method's order. */
    public TorchCall call(String method) {
        return new TorchCall(block, method);
    }

    @Override
    public void close() {
        block.close();
    }
}
