package dev.winnow.engine.torch;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Packs TorchScript methods as text into the archive format that libtorch loads: an uncompressed zip with the code, a
 * pickle that names the module's class, and a version. The module has no attributes; whatever it needs is passed.
 */
final class TorchScriptArchive {
    private static final String HEADER = """
            class Methods(Module):
              __parameters__ = []
              __buffers__ = []
              training : bool
            """;
    // The oldest archive version that the operators used here need; libtorch 2.7 writes and reads it.
    private static final String VERSION = "10\n";
    private static final byte[] NO_CONSTANTS = {(byte) 0x80, 2, ')', '.'};

    private TorchScriptArchive() {}

    /**
     * The archive's bytes.
     *
     * @param methods definitions of methods, not indented
     */
    static byte[] of(String methods) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            zip.setMethod(ZipOutputStream.STORED);
            put(zip, "m/data.pkl", modulePickle());
            put(zip, "m/code/__torch__.py", utf8(HEADER + methods.indent(2)));
            put(zip, "m/constants.pkl", NO_CONSTANTS);
            put(zip, "m/version", utf8(VERSION));
        } catch (IOException e) {
            throw new UncheckedIOException(e); // memory does not fail
        }
        return bytes.toByteArray();
    }

    /** Pickle protocol 2 for: an object of class {@code __torch__.Methods} with the attribute training = False. */
    private static byte[] modulePickle() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(new byte[] {(byte) 0x80, 2}); // PROTO 2
        out.writeBytes(utf8("c__torch__\nMethods\n")); // GLOBAL
        out.writeBytes(new byte[] {')', (byte) 0x81, '}', '('}); // EMPTY_TUPLE, NEWOBJ, EMPTY_DICT, MARK
        byte[] name = utf8("training");
        out.writeBytes(new byte[] {'X', (byte) name.length, 0, 0, 0}); // BINUNICODE, length as 4 bytes
        out.writeBytes(name);
        out.writeBytes(new byte[] {(byte) 0x89, 'u', 'b', '.'}); // NEWFALSE, SETITEMS, BUILD, STOP
        return out.toByteArray();
    }

    private static void put(ZipOutputStream zip, String name, byte[] bytes) throws IOException {
        CRC32 checksum = new CRC32();
        checksum.update(bytes);
        ZipEntry entry = new ZipEntry(name);
        entry.setSize(bytes.length);
        entry.setCompressedSize(bytes.length);
        entry.setCrc(checksum.getValue());
        zip.putNextEntry(entry);
        zip.write(bytes);
        zip.closeEntry();
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
