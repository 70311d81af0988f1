package dev.winnow.benchmarks.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.SplittableRandom;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/** A file of a ZIP, which is written with or without lies about it. Java's own writer tells none. */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
record ZippedFile(String name, byte[] content) {
    private static final int HEADER = 30;
    private static final int DEFLATED = 8;
    private static final int SIZES_BEHIND = 8;
    private static final int UTF_8_NAME = 1 << 11;

    /** Bytes of a header that lies are likely to be about: flags, method, sum, sizes, lengths of name and extra. */
    private static final int[] LIES = {6, 7, 8, 14, 18, 18, 22, 22, 26, 28};

    /** Writes files one after the other, and the end of the directory, which readers of streams do not look at. */
    static byte[] write(List<ZippedFile> files, SplittableRandom random, boolean lies) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (ZippedFile file : files) {
            file.write(out, random, lies && random.nextBoolean());
        }
        out.writeBytes(new byte[] {'P', 'K', 5, 6});
        out.writeBytes(new byte[18]);
        return out.toByteArray();
    }

    private void write(ByteArrayOutputStream out, SplittableRandom random, boolean lies) {
        boolean stored = random.nextInt(4) == 0;
        boolean behind = !stored && random.nextBoolean();
        byte[] packed = stored ? content : Deflated.of(content, Deflater.BEST_SPEED);
        CRC32 sum = new CRC32();
        sum.update(content);
        byte[] named = name.getBytes(UTF_8);
        byte[] extra = new byte[random.nextInt(8) == 0 ? random.nextInt(40) : 0];
        for (int i = 0; i < extra.length; i++) {
            extra[i] = (byte) random.nextInt(256);
        }
        ByteBuffer header = ByteBuffer.allocate(HEADER).order(ByteOrder.LITTLE_ENDIAN);
        header.put(new byte[] {'P', 'K', 3, 4}).putShort((short) 20);
        header.putShort((short) (UTF_8_NAME | (behind ? SIZES_BEHIND : 0)));
        header.putShort((short) (stored ? 0 : DEFLATED)).putInt(0);
        sizes(header, behind ? 0 : (int) sum.getValue(), behind ? 0 : packed.length, behind ? 0 : content.length);
        header.putShort((short) named.length).putShort((short) extra.length);
        if (lies) {
            Numbers.put(random, header.array(), LIES[random.nextInt(LIES.length)]);
        }
        out.writeBytes(header.array());
        out.writeBytes(named);
        out.writeBytes(extra);
        out.writeBytes(packed);
        if (behind) {
            ByteBuffer end = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN);
            sizes(end.put(new byte[] {'P', 'K', 7, 8}), (int) sum.getValue(), packed.length, content.length);
            if (lies) {
                Numbers.put(random, end.array(), random.nextInt(16));
            }
            out.writeBytes(end.array());
        }
    }

    private static void sizes(ByteBuffer into, int sum, int packed, int content) {
        into.putInt(sum).putInt(packed).putInt(content);
    }
}
