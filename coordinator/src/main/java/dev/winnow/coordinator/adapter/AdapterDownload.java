package dev.winnow.coordinator.adapter;

import dev.winnow.common.adapter.AdapterFiles;
import dev.winnow.coordinator.database.Database;
import dev.winnow.coordinator.problem.Problem;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.StreamingOutput;
import java.util.UUID;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Gives adapters out as they came: both files in a ZIP, bytes unchanged. Thread-safe. */
@Singleton
class AdapterDownload {
    /** The media type of what goes out and comes in. */
    static final String ZIP = "application/zip";

    private static final String BY_ID = "select id, config, weight_bytes from adapter where id = ?";

    private static final String BY_HASH = "select id, config, weight_bytes from adapter where hash = ? limit 1";

    private final Database database;
    private final AdapterContents contents;

    AdapterDownload(Database database, AdapterContents contents) {
        this.database = database;
        this.contents = contents;
    }

    /** A tenant's own. */
    StreamingOutput of(UUID adapter) {
        return read(BY_ID, adapter);
    }

    /** Any tenant's: whoever knows the hash of an adapter has been given work with it. */
    StreamingOutput of(String hash) {
        return read(BY_HASH, hash);
    }

    private StreamingOutput read(String query, Object key) {
        Files files = database.inTransaction(sql -> sql.queryOne(
                        query,
                        row -> new Files(row.uuid("id"), row.bytes("config"), row.bigNumber("weight_bytes")),
                        key))
                .orElseThrow(() -> Problem.of(404, "unknown_adapter", "the adapter %s is gone".formatted(key))
                        .remedy("it was deleted; import its files again")
                        .exception());
        return out -> {
            ZipOutputStream zip = new ZipOutputStream(out);
            zip.setLevel(Deflater.NO_COMPRESSION); // factors do not compress
            zip.putNextEntry(new ZipEntry(AdapterFiles.CONFIG));
            zip.write(files.config());
            zip.putNextEntry(new ZipEntry(AdapterFiles.WEIGHTS));
            contents.copyTo(files.id(), files.weightBytes(), zip);
            zip.finish();
        };
    }

    @SuppressWarnings("ArrayRecordComponent") // Never compared.
    private record Files(UUID id, byte[] config, long weightBytes) {}
}
