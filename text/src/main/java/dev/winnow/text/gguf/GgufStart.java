package dev.winnow.text.gguf;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/**
 * The beginning of a GGUF file; the descriptions of its tensors follow.
 *
 * @param tensors how many tensors are described
 * @param metadata keys and values
 */
public record GgufStart(long tensors, GgufMetadata metadata) {
    private static final int MAGIC = 0x46554747; // "GGUF", read little-endian
    private static final long MOST_KEYS = 65_536;
    private static final long MOST_TENSORS = 65_536;

    /**
     * Reads and checks it; the reader then stands before the first tensor's description.
     *
     * @throws GgufRefusedException where the file is not as it must be
     */
    public static GgufStart read(HeaderReader in) {
        if (in.int32("the magic number") != MAGIC) {
            throw in.refused("there is no GGUF mark; this is not a GGUF file");
        }
        int version = in.int32("the version");
        if (version != 2 && version != 3) {
            throw in.refused("the GGUF version is %s; Winnow reads versions 2 and 3, little-endian"
                    .formatted(Integer.toUnsignedString(version)));
        }
        long tensors = in.count("the number of tensors", MOST_TENSORS);
        long keys = in.count("the number of keys", MOST_KEYS);
        return new GgufStart(tensors, new GgufMetadata(in.file(), new MetadataReader(in).read(keys)));
    }

    /**
     * Reads it from a file of which nothing else is wanted.
     *
     * @throws GgufRefusedException where the file is not as it must be
     */
    public static GgufStart read(Path path) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "r")) {
            return read(
                    new HeaderReader(String.valueOf(path.getFileName()), file.length(), (position, target, length) -> {
                        try {
                            file.seek(position);
                            file.readFully(target, 0, length);
                        } catch (IOException e) {
                            throw new UncheckedIOException(e);
                        }
                    }));
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }
}
