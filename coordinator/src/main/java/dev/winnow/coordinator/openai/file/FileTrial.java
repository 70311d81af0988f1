package dev.winnow.coordinator.openai.file;

import dev.winnow.coordinator.config.Limits;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Map;

/**
 * Uploads of files that are not kept: {@code winnow bench fuzz} tries what reads forms with bodies that are meant to do
 * harm.
 */
public final class FileTrial {
    private final FileConfig config;
    private final UploadCheck check;

    /** Takes the largest file; the other limits are those of any coordinator. */
    public FileTrial(long mostBytes) {
        this.config = Limits.of(FileConfig.class, Map.of("winnow.openai.files.most-bytes", String.valueOf(mostBytes)));
        this.check = new UploadCheck(config);
    }

    /**
     * Reads a form as an upload does.
     *
     * @return how many bytes would be stored
     * @throws dev.winnow.coordinator.problem.ProblemException for what the upload would answer
     */
    public long read(InputStream body, String contentType) throws IOException {
        MultipartUpload upload = new MultipartUpload(body, contentType, config.mostBytes() + FilesResource.FORM_BYTES);
        return check.read(upload, OutputStream.nullOutputStream()).bytes();
    }
}
