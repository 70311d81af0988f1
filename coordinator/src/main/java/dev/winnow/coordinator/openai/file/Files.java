package dev.winnow.coordinator.openai.file;

import dev.winnow.coordinator.database.Chunks;
import dev.winnow.coordinator.database.Database;
import dev.winnow.coordinator.database.Sql;
import dev.winnow.coordinator.openai.Paging;
import dev.winnow.coordinator.openai.Retry;
import dev.winnow.coordinator.problem.ProblemException;
import jakarta.inject.Singleton;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A tenant's files. Thread-safe. */
@Singleton
public class Files {
    private static final String EXPIRED = """
            delete from openai_file where id in (
                select id from openai_file where expires_at <= ? order by expires_at limit ? for update skip locked)""";

    private static final int SWEPT_AT_ONCE = 16;

    private final Database database;
    private final FileRows rows;
    private final Chunks chunks;
    private final UploadCheck check;
    private final Clock clock;

    Files(Database database, FileRows rows, UploadCheck check, Clock clock) {
        this.database = database;
        this.rows = rows;
        this.chunks = new Chunks(database, "openai_file_chunk", "file_id");
        this.check = check;
        this.clock = clock;
    }

    /**
     * Stores what comes in; when this returns it is committed.
     *
     * @throws ProblemException if it is more than a file may have, or not what it says
     */
    StoredFile upload(String tenant, Retry retry, MultipartUpload upload) throws IOException {
        try {
            return database.inOneTransaction(sql -> {
                try {
                    return upload(sql, tenant, retry, upload);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private StoredFile upload(Sql sql, String tenant, Retry retry, MultipartUpload upload)
            throws SQLException, IOException {
        UUID id = UUID.randomUUID();
        UploadedContent content;
        try (OutputStream pieces = chunks.writer(sql, id)) {
            content = check.read(upload, pieces);
        }
        String fingerprint = content.fingerprint();
        Optional<StoredFile> sent = rows.sent(sql, tenant, retry, fingerprint);
        if (sent.isPresent()) {
            chunks.remove(sql, id);
            return sent.get();
        }
        Instant now = clock.instant();
        StoredFile file = content.file(id, now);
        check.requireRoom(rows.storedBytes(sql, tenant) + file.bytes());
        rows.insert(sql, tenant, file, retry.key(), fingerprint);
        return file;
    }

    /**
     * Begins a file that is written within the caller's transaction.
     *
     * @param keptSeconds how long it is kept; null to keep it
     */
    public WrittenFile write(Sql sql, String tenant, Purpose purpose, String filename, @Nullable Long keptSeconds) {
        UUID id = UUID.randomUUID();
        Instant now = clock.instant();
        Instant expiresAt = keptSeconds == null ? null : now.plusSeconds(keptSeconds);
        return new WrittenFile(
                new BufferedOutputStream(chunks.writer(sql, id)),
                (bytes, lines) -> rows.insert(
                        sql, tenant, new StoredFile(id, purpose, filename, bytes, lines, now, expiresAt), null, null),
                id);
    }

    /**
     * The file of that id.
     *
     * @throws ProblemException 404 if the tenant has no such one
     */
    public StoredFile find(String tenant, String wireId) {
        return database.inTransaction(sql -> rows.require(sql, tenant, wireId));
    }

    /** What is in it; reading fails with an {@link IOException} if it is deleted meanwhile. */
    public InputStream open(StoredFile file) {
        return chunks.reader(file.id(), file.bytes());
    }

    List<StoredFile> page(String tenant, @Nullable Purpose purpose, Paging paging) {
        return database.inTransaction(sql -> rows.page(sql, tenant, purpose, paging));
    }

    /** Removes a file for good. A batch that has not read it yet fails. */
    StoredFile delete(String tenant, String wireId) {
        return database.inTransaction(sql -> {
            StoredFile file = rows.require(sql, tenant, wireId);
            sql.update("delete from openai_file where id = ?", file.id());
            return file;
        });
    }

    /** Removes what has expired, some in a transaction. */
    public void sweep() {
        while (database.inTransaction(sql -> sql.update(EXPIRED, clock.instant(), SWEPT_AT_ONCE)) == SWEPT_AT_ONCE) {
            // There may be more.
        }
    }
}
