package dev.winnow.coordinator.dashboard;

import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.zip.GZIPOutputStream;

/**
 * A file of the page, as it is sent.
 *
 * @param type its media type
 * @param plain as it is
 * @param zipped the same by gzip
 */
record PageFile(String type, Buffer plain, Buffer zipped) {
    static PageFile of(String name, byte[] content) {
        return new PageFile(type(name), Buffer.buffer(content), Buffer.buffer(zip(content)));
    }

    private static String type(String name) {
        return switch (name.substring(name.lastIndexOf('.') + 1)) {
            case "html" -> "text/html; charset=utf-8";
            case "js" -> "text/javascript; charset=utf-8";
            case "css" -> "text/css; charset=utf-8";
            case "svg" -> "image/svg+xml";
            default -> throw new IllegalArgumentException("the dashboard has no files like " + name);
        };
    }

    private static byte[] zip(byte[] content) {
        ByteArrayOutputStream zipped = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(zipped)) {
            out.write(content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return zipped.toByteArray();
    }
}
