package dev.winnow.coordinator.adapter;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.winnow.coordinator.adapter.AdapterRows.StoredAdapter;
import dev.winnow.coordinator.database.Sql;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Writes what evaluations have found of adapters onto their cards. Thread-safe. */
@Singleton
public class AdapterScores {
    /** How many a card keeps, the newest first. */
    static final int KEPT = 10;

    private static final String HOLD = "select id from adapter where tenant = ? and hash = ? for update";

    private final AdapterRows rows;

    AdapterScores(AdapterRows rows) {
        this.rows = rows;
    }

    /** Adds one to a card, within the caller's transaction. An adapter that is gone is passed over. */
    public void note(Sql sql, String tenant, String hash, ObjectNode score) throws SQLException {
        change(sql, tenant, hash, card -> card.withEvaluation(score, KEPT));
    }

    /** Notes a calibration on a card; what found none leaves one that was found before. */
    public void calibrated(Sql sql, String tenant, String hash, ObjectNode calibration) throws SQLException {
        change(sql, tenant, hash, card -> {
            JsonNode before = card.calibration();
            boolean better = before == null || calibration.path("calibrated").asBoolean();
            return better || !before.path("calibrated").asBoolean() ? card.withCalibration(calibration) : card;
        });
    }

    private void change(Sql sql, String tenant, String hash, UnaryOperator<AdapterCard> change) throws SQLException {
        if (sql.query(HOLD, row -> row.uuid("id"), tenant, hash).isEmpty()) {
            return;
        }
        Optional<StoredAdapter> held = rows.byHash(sql, tenant, hash);
        if (held.isPresent()) {
            AdapterCard card = change.apply(held.get().view().card());
            sql.update(
                    "update adapter set card = ? where id = ?",
                    rows.write(card),
                    held.get().id());
        }
    }
}
