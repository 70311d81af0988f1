package dev.winnow.coordinator.training;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.winnow.coordinator.database.Database;
import dev.winnow.coordinator.problem.Problem;
import dev.winnow.coordinator.problem.ProblemException;
import dev.winnow.coordinator.training.TrainingAdmission.Prepared;
import dev.winnow.coordinator.training.Trainings.Origin;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Several trainings of one request, which differ in bases or settings. They are stored together or not at all, and
 * their adapters are evaluated together when the last of them is over. Thread-safe.
 */
@Singleton
class Trials {
    private static final int MOST = 16;

    private final Database database;
    private final TrainingRows rows;
    private final TrainingAdmission admission;
    private final Trainings trainings;

    Trials(Database database, TrainingRows rows, TrainingAdmission admission, Trainings trainings) {
        this.database = database;
        this.rows = rows;
        this.admission = admission;
        this.trainings = trainings;
    }

    /** Checks all trials before any work, and stores their trainings. */
    TrialsView submit(String tenant, @Nullable String key, JsonNode body) {
        String hash = Trainings.hash(body);
        Optional<TrainingView> known = trainings.earlier(tenant, key(key, 0), hash);
        if (known.isPresent()) {
            return known(tenant, known.get());
        }
        List<Prepared> prepared = new ArrayList<>();
        for (ObjectNode trial : trials(body)) {
            boolean named = body.at("/trials/" + prepared.size()).has("name");
            Prepared one = prepare(tenant, trial, "/trials/" + prepared.size());
            // Which of several is to stand for a name is decided when their scores are known.
            prepared.add(named ? one : one.withoutAlias());
        }
        UUID id = UUID.randomUUID();
        boolean stored = database.inTransaction(sql -> {
            trainings.requireRoom(sql, tenant, prepared.size());
            for (int i = 0; i < prepared.size(); i++) {
                Origin origin = new Origin(key(key, i), hash, id, i);
                if (!trainings.store(sql, UUID.randomUUID(), tenant, prepared.get(i), origin)) {
                    if (i > 0) {
                        throw reused();
                    }
                    return false; // somebody with the same key was faster
                }
            }
            return true;
        });
        return stored
                ? find(tenant, id)
                : known(tenant, trainings.earlier(tenant, key(key, 0), hash).orElseThrow());
    }

    private static @Nullable String key(@Nullable String key, int trial) {
        return key == null ? null : "%s trial %d".formatted(key, trial);
    }

    private TrialsView known(String tenant, TrainingView first) {
        UUID id = first.trials();
        if (id == null) {
            throw reused();
        }
        return find(tenant, id);
    }

    private static ProblemException reused() {
        return Problem.of(422, "idempotency_key_reused", "the Idempotency-Key was used for another request")
                .remedy("send a new key with a new request")
                .exception();
    }

    /** Each trial as a request of its own: what all have in common, and its own over it. */
    private static List<ObjectNode> trials(JsonNode body) {
        JsonNode list = body.path("trials");
        if (!body.isObject() || !list.isArray() || list.isEmpty() || list.size() > MOST) {
            throw Problem.of(422, "invalid_option", "trials must be a list of 1 to %d settings".formatted(MOST))
                    .at("/trials")
                    .limit(MOST)
                    .remedy("write \"trials\": [{\"rank\": 8}, {\"rank\": 16}]")
                    .exception();
        }
        ObjectNode common = body.deepCopy();
        common.remove("trials");
        List<ObjectNode> trials = new ArrayList<>();
        for (JsonNode own : list) {
            if (!(own instanceof ObjectNode settings) || settings.has("dataset") || settings.has("evaluate")) {
                throw Problem.of(422, "invalid_option", "a trial is %s".formatted(own))
                        .at("/trials/" + trials.size())
                        .remedy("write an object of what is its own; dataset and evaluate are the same for all")
                        .exception();
            }
            ObjectNode whole = common.deepCopy();
            whole.setAll(settings);
            trials.add(whole);
        }
        return trials;
    }

    private Prepared prepare(String tenant, ObjectNode trial, String place) {
        try {
            return admission.prepare(tenant, trial);
        } catch (ProblemException e) {
            throw e.problem().under(place).exception();
        }
    }

    /**
     * What became of a request.
     *
     * @throws ProblemException 404 if the tenant has no such one
     */
    TrialsView find(String tenant, UUID id) {
        List<TrainingView> all = database.inTransaction(sql -> rows.trials(sql, tenant, id));
        if (all.isEmpty()) {
            throw Problem.of(404, "unknown_trials", "there are no trials " + id)
                    .remedy("GET /api/v1/trainings lists trainings with the trials that they are of")
                    .exception();
        }
        UUID evaluation = all.stream()
                .map(TrainingView::evaluation)
                .filter(found -> found != null)
                .findFirst()
                .orElse(null);
        return new TrialsView(id, all, evaluation);
    }

    /**
     * Trainings of one request.
     *
     * @param evaluation of all their adapters: the leaderboard, as soon as there is one
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record TrialsView(
            UUID id, List<TrainingView> trainings, @Nullable UUID evaluation) {
        TrialsView {
            trainings = List.copyOf(trainings);
        }
    }
}
