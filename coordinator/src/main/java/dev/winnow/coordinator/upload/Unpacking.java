package dev.winnow.coordinator.upload;

import java.io.InputStream;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Gives a body as its sender meant it, whatever it came packed in. */
public final class Unpacking {
    private Unpacking() {}

    /**
     * The body unpacked while it is read, in bounded memory.
     *
     * @param coding the request's {@code Content-Encoding}
     * @throws BodyCodingException if it is packed in a way that nobody here unpacks; reading throws it for what is no
     *     gzip, and for what grows beyond all measure
     */
    public static InputStream of(InputStream body, @Nullable String coding) throws BodyCodingException {
        String name = coding == null ? "" : coding.strip().toLowerCase(Locale.ROOT);
        return switch (name) {
            case "", "identity" -> body;
            case "gzip", "x-gzip" -> new GzipBody(body);
            default -> throw BodyCodingException.unknown(name);
        };
    }
}
