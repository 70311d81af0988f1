package dev.winnow.coordinator.training;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.winnow.coordinator.database.Database;
import dev.winnow.coordinator.problem.ProblemException;
import dev.winnow.coordinator.request.Fields;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.UUID;

/** Trainings that other features begin in a tenant's name. Thread-safe. */
@Singleton
public class TrainingOrders {
    private static final String BY_KEY = "select id from training where tenant = ? and idempotency_key = ?";

    private static final String OPEN = "select id from training where id = ? and state = any(?)";

    private final Database database;
    private final Trainings trainings;
    private final ObjectMapper json;

    TrainingOrders(Database database, Trainings trainings, ObjectMapper json) {
        this.database = database;
        this.trainings = trainings;
        this.json = json;
    }

    /**
     * Looks at settings that are kept for later: all that a submission takes, but for the dataset and the name, whose
     * alias would move unasked.
     *
     * @throws ProblemException if one can never be kept
     */
    public void check(Fields settings) {
        for (String field : new String[] {"dataset", "name"}) {
            if (settings.has(field)) {
                throw settings.refused(
                        field,
                        "%s is not for settings that are used again and again".formatted(field),
                        "leave it out: the adapter is called as its dataset, and no alias moves by itself");
            }
        }
        try {
            ObjectNode whole = settings.object().deepCopy().put("dataset", "any");
            TrainingRequest request = TrainingRequest.read(whole, json);
            request.plan(
                    request.packTokens() == null ? TrainingAdmission.USUAL_PACK_TOKENS : request.packTokens(), json);
        } catch (ProblemException e) {
            throw e.problem().under(settings.pointer()).exception();
        }
    }

    /**
     * Begins one; the same key again is the same training.
     *
     * @throws ProblemException if it cannot be
     */
    public UUID submit(String tenant, String key, ObjectNode body) {
        return trainings.submit(tenant, key, body).id();
    }

    /** The one that was begun with that key. */
    public Optional<UUID> find(String tenant, String key) {
        return database.inTransaction(sql -> sql.queryOne(BY_KEY, row -> row.uuid("id"), tenant, key));
    }

    /** Whether one is there and has not ended. */
    public boolean isOpen(UUID training) {
        return database.inTransaction(
                sql -> !sql.query(OPEN, row -> row.uuid("id"), training, TrainingEvent.CANCEL.fromStored())
                        .isEmpty());
    }
}
