package dev.winnow.engine.model.source;

/** Hears how a download gets on; called on the downloading thread, about once a megabyte. */
@FunctionalInterface
public interface ProgressListener {
    /** Hears nothing. */
    ProgressListener SILENT = (file, done, total) -> {};

    /**
     * Some more of a file has arrived.
     *
     * @param file the file's name
     * @param done the bytes that are here, those of earlier runs included
     * @param total the bytes of the whole file, -1 if unknown
     */
    void progressed(String file, long done, long total);
}
