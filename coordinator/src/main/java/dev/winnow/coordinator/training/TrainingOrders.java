package dev.winnow.coordinator.training;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.winnow.common.training.TrainingReport.StepLoss;
import dev.winnow.coordinator.database.Database;
import dev.winnow.coordinator.problem.ProblemException;
import dev.winnow.coordinator.request.Fields;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Trainings that other features begin in a tenant's name. Thread-safe. */
@Singleton
public class TrainingOrders {
    private static final String BY_KEY = "select id from training where tenant = ? and idempotency_key = ?";

    private static final String OPEN = "select state from training where id = ? and state = any(?)";

    private final Database database;
    private final Trainings trainings;
    private final TrainingControl control;
    private final ObjectMapper json;

    TrainingOrders(Database database, Trainings trainings, TrainingControl control, ObjectMapper json) {
        this.database = database;
        this.trainings = trainings;
        this.control = control;
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

    /** How one is; empty if the tenant has no such one, or has deleted it. */
    public Optional<OrderedTraining> standing(String tenant, UUID training) {
        try {
            return Optional.of(OrderedTraining.of(trainings.find(tenant, training)));
        } catch (ProblemException e) {
            return Optional.empty();
        }
    }

    /** Its losses, in the order of steps. */
    public List<StepLoss> curve(String tenant, UUID training) {
        return trainings.curve(tenant, training, TrainingRows.BEGINNING);
    }

    /**
     * Ends one; its last checkpoint stays.
     *
     * @throws ProblemException 409 if it has ended otherwise
     */
    public void cancel(String tenant, UUID training) {
        control.cancel(tenant, training);
    }

    /**
     * Lets one go on that was cancelled.
     *
     * @throws ProblemException 409 if it was not
     */
    public void resume(String tenant, UUID training) {
        control.resume(tenant, training);
    }

    /** The state of one that has not ended; empty if it has, or is gone. */
    public Optional<String> openState(UUID training) {
        return database.inTransaction(
                sql -> sql.queryOne(OPEN, row -> row.text("state"), training, TrainingEvent.CANCEL.fromStored()));
    }
}
