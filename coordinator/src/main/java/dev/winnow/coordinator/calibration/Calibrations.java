package dev.winnow.coordinator.calibration;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.winnow.coordinator.calibration.Calibrator.Finding;
import dev.winnow.coordinator.database.Sql;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.time.Clock;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Keeps calibrations, and finds the one for a job. Thread-safe. */
@Singleton
public class Calibrations {
    private static final String STORE = """
            insert into calibration (id, adapter_id, quantization, schema_hash, curves, made_at)
            select ?, a.id, ?, ?, ?, ? from adapter a where a.tenant = ? and a.hash = ?""";

    private static final String NEWEST = """
            select c.id from calibration c join adapter a on a.id = c.adapter_id
            where a.tenant = ? and a.hash = ? and c.quantization = ? and c.schema_hash = ?
            order by c.made_at desc limit 1""";

    private static final String ONE = """
            select c.curves from job j join calibration c on c.id = j.calibration_id where j.id = ?""";

    private final ObjectMapper json;
    private final Clock clock;

    Calibrations(ObjectMapper json, Clock clock) {
        this.json = json;
        this.clock = clock;
    }

    /** Writes a finding, for where it waits until its evaluation has ended. */
    public String write(Finding finding) {
        try {
            return json.writeValueAsString(finding);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("records can always be written", e);
        }
    }

    /**
     * Keeps the curves for jobs from now on, and says what is to stand on the adapter's card. One that does not come to
     * a calibration leaves an earlier one as it is.
     *
     * @param about what the card says beside it: evaluation, dataset, quantization
     */
    public ObjectNode keep(Sql sql, String tenant, Found found, String written, ObjectNode about) throws SQLException {
        Finding finding = read(written, Finding.class);
        Calibration calibration = finding.calibration();
        ObjectNode entry = about.deepCopy();
        entry.setAll((ObjectNode) json.valueToTree(finding.report()));
        if (calibration != null) {
            sql.update(
                    STORE,
                    UUID.randomUUID(),
                    found.quantization(),
                    found.schemaHash(),
                    write(calibration),
                    clock.instant(),
                    tenant,
                    found.adapter());
        }
        return entry;
    }

    private String write(Calibration calibration) {
        try {
            return json.writeValueAsString(calibration);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("records can always be written", e);
        }
    }

    private <T> T read(String text, Class<T> type) {
        try {
            return json.readValue(text, type);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a calibration cannot be read", e);
        }
    }

    /** The newest for what a job does, if there is one. */
    public @Nullable UUID newest(Sql sql, String tenant, Found of) throws SQLException {
        return sql.queryOne(NEWEST, row -> row.uuid("id"), tenant, of.adapter(), of.quantization(), of.schemaHash())
                .orElse(null);
    }

    /** The one of a job, if it has one. */
    public Optional<Calibration> of(Sql sql, UUID job) throws SQLException {
        return sql.queryOne(ONE, row -> row.text("curves"), job).map(text -> read(text, Calibration.class));
    }

    /**
     * What a calibration is of.
     *
     * @param adapter its hash
     */
    public record Found(String adapter, String quantization, String schemaHash) {}
}
