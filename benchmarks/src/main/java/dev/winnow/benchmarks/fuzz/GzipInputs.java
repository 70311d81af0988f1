package dev.winnow.benchmarks.fuzz;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.SplittableRandom;
import java.util.zip.CRC32;
import java.util.zip.GZIPOutputStream;

/** Packs changed inputs, in members whose headers and ends may say what is not so. */
final class GzipInputs implements Inputs {
    private static final int BOMB_BYTES = 6 << 20;
    private static final int[] FLAGS = {0, 0, 0, 2, 4, 8, 16, 30, 0xE0, 1};

    private final Mutator mutator;
    private final SplittableRandom random;

    GzipInputs(Mutator mutator, long seed) {
        this.mutator = mutator;
        this.random = new SplittableRandom(seed);
    }

    @Override
    public byte[] next() {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        for (int members = 1 + random.nextInt(8) / 6; members > 0; members--) {
            member(packed, random.nextInt(200) == 0 ? new byte[BOMB_BYTES] : mutator.next());
        }
        return random.nextInt(3) == 0 ? mutator.changed(packed.toByteArray()) : packed.toByteArray();
    }

    /** Packs bytes, and tells no lie. */
    static byte[] packed(byte[] content) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private void member(ByteArrayOutputStream out, byte[] content) {
        int flags = FLAGS[random.nextInt(FLAGS.length)];
        out.writeBytes(new byte[] {0x1F, (byte) 0x8B, 8, (byte) flags, 0, 0, 0, 0, 0, 3});
        if ((flags & 4) != 0) {
            int said = random.nextInt(3) == 0 ? random.nextInt(65_536) : 5;
            out.writeBytes(new byte[] {(byte) said, (byte) (said >>> 8), 1, 2, 3, 4, 5});
        }
        for (int text = 8; text <= 16; text *= 2) {
            if ((flags & text) != 0) {
                out.writeBytes(("name" + "x".repeat(random.nextInt(3) * 9_000)).getBytes(ISO_8859_1));
                out.write(random.nextInt(5) == 0 ? 'x' : 0);
            }
        }
        if ((flags & 2) != 0) {
            out.writeBytes(new byte[] {1, 2});
        }
        out.writeBytes(Deflated.of(content, random.nextInt(10)));
        CRC32 sum = new CRC32();
        sum.update(content);
        byte[] end = new byte[8];
        for (int i = 0; i < 4; i++) {
            end[i] = (byte) (sum.getValue() >>> (8 * i));
            end[4 + i] = (byte) (content.length >>> (8 * i));
        }
        if (random.nextInt(8) == 0) {
            Numbers.put(random, end, random.nextInt(end.length));
        }
        out.writeBytes(end);
    }
}
