package dev.winnow.coordinator.openai.finetuning;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.winnow.common.training.TrainingReport.StepLoss;
import dev.winnow.coordinator.database.Database;
import dev.winnow.coordinator.dataset.DatasetConfig;
import dev.winnow.coordinator.dataset.DatasetOrders;
import dev.winnow.coordinator.openai.Paging;
import dev.winnow.coordinator.openai.Retry;
import dev.winnow.coordinator.openai.WireId;
import dev.winnow.coordinator.openai.file.Files;
import dev.winnow.coordinator.openai.file.Purpose;
import dev.winnow.coordinator.openai.file.StoredFile;
import dev.winnow.coordinator.openai.model.ModelNames;
import dev.winnow.coordinator.openai.model.ModelNames.NamedModel;
import dev.winnow.coordinator.problem.Problem;
import dev.winnow.coordinator.problem.ProblemException;
import dev.winnow.coordinator.training.OrderedTraining;
import dev.winnow.coordinator.training.TrainingOrders;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** What clients do to fine-tuning jobs. Thread-safe. */
@Singleton
class FineTuning {
    private static final Logger LOG = Logger.getLogger(FineTuning.class);
    private final Database database;
    private final FineTuningRows rows;
    private final Files files;
    private final ModelNames names;
    private final DatasetOrders datasets;
    private final DatasetConfig datasetConfig;
    private final TrainingOrders trainings;
    private final ObjectMapper json;
    private final Clock clock;

    FineTuning(
            Database database,
            FineTuningRows rows,
            Files files,
            ModelNames names,
            DatasetOrders datasets,
            DatasetConfig datasetConfig,
            TrainingOrders trainings,
            ObjectMapper json,
            Clock clock) {
        this.database = database;
        this.rows = rows;
        this.files = files;
        this.names = names;
        this.datasets = datasets;
        this.datasetConfig = datasetConfig;
        this.trainings = trainings;
        this.json = json;
        this.clock = clock;
    }

    /**
     * Makes a dataset of the file and a training of the rest. The file is read before this returns, so that what is
     * wrong in it is said now.
     */
    Standing create(String tenant, FineTuningRequest request, Retry retry, String fingerprint) throws IOException {
        Optional<FineTuningJob> sent = database.inTransaction(sql -> rows.sent(sql, tenant, retry, fingerprint));
        if (sent.isPresent()) {
            return standing(sent.get());
        }
        NamedModel model = base(tenant, request.model());
        StoredFile train = file(tenant, request.trainingFile(), "training_file");
        StoredFile heldOut =
                request.validationFile() == null ? null : file(tenant, request.validationFile(), "validation_file");
        UUID id = UUID.randomUUID();
        String name = request.suffix() == null ? WireId.FINE_TUNING_JOB.write(id) : request.suffix();
        ObjectNode body = request.settings()
                .deepCopy()
                .put("dataset", dataset(tenant, name, train, heldOut))
                .put("base", model.base())
                .put("name", name);
        FineTuningJob job = new FineTuningJob(
                id,
                tenant,
                null,
                body.toString(),
                train.id(),
                heldOut == null ? null : heldOut.id(),
                model.name(),
                method(request),
                request.suffix(),
                request.seed(),
                request.metadata(),
                false,
                clock.instant());
        database.inTransaction(sql -> {
            rows.insert(sql, job, retry, fingerprint);
            return id;
        });
        try {
            return standing(job);
        } catch (ProblemException e) {
            // It cannot be trained so: nothing is left but its rows, which the next try finds again.
            database.inTransaction(sql -> {
                rows.remove(sql, id);
                return id;
            });
            throw e;
        }
    }

    private String method(FineTuningRequest request) {
        ObjectNode method = json.createObjectNode().put("type", "supervised");
        method.putObject("supervised").set("hyperparameters", request.hyperparameters());
        return method.toString();
    }

    private NamedModel base(String tenant, String name) {
        NamedModel model = names.resolve(tenant, name);
        if (model.adapter() != null) {
            throw Problem.of(
                            400,
                            "unsupported_model",
                            "'%s' is an adapter: only base models are trained".formatted(name))
                    .at("/model")
                    .remedy("name its base, %s, and send all rows".formatted(model.base()))
                    .exception();
        }
        return model;
    }

    private StoredFile file(String tenant, String wireId, String parameter) {
        StoredFile file = files.find(tenant, wireId);
        if (file.purpose() != Purpose.FINE_TUNE) {
            throw Problem.of(
                            400,
                            "invalid_purpose",
                            "the file has the purpose '%s'"
                                    .formatted(file.purpose().wireName()))
                    .at("/" + parameter)
                    .remedy("upload it with purpose=fine-tune")
                    .exception();
        }
        return file;
    }

    private String dataset(String tenant, String name, StoredFile train, @Nullable StoredFile heldOut)
            throws IOException {
        int rowBytes = datasetConfig.rowBytes();
        try (InputStream rowsToTrain = new ConversationRows(files.open(train), "training_file", rowBytes, json);
                InputStream rowsToHold = heldOut == null
                        ? InputStream.nullInputStream()
                        : new ConversationRows(files.open(heldOut), "validation_file", rowBytes, json)) {
            return datasets.store(tenant, name, rowsToTrain, heldOut == null ? null : rowsToHold);
        }
    }

    /**
     * The job of that id.
     *
     * @throws ProblemException 404 if the tenant has no such one
     */
    Standing find(String tenant, String wireId) {
        return shown(database.inTransaction(sql -> rows.require(sql, tenant, wireId)));
    }

    /** One more than the page has room for, if there are. */
    List<Standing> page(String tenant, Paging paging) {
        return database.inTransaction(sql -> rows.page(sql, tenant, paging)).stream()
                .map(this::shown)
                .toList();
    }

    /** Its losses, in the order of steps. */
    List<StepLoss> curve(Standing standing) {
        OrderedTraining training = standing.training();
        return training == null ? List.of() : trainings.curve(standing.job().tenant(), training.id());
    }

    /** Ends one for good, or for a while. */
    Standing stop(String tenant, String wireId, boolean pause) {
        Standing before = find(tenant, wireId);
        OrderedTraining training = open(before);
        if (before.isOver() && !before.job().paused()) {
            throw over(before);
        }
        // First, so that nobody sees it cancelled in between.
        database.inTransaction(sql -> {
            rows.paused(sql, before.job().id(), pause);
            return pause;
        });
        try {
            trainings.cancel(tenant, training.id());
        } catch (ProblemException e) {
            throw over(find(tenant, wireId));
        }
        return find(tenant, wireId);
    }

    /** Lets a paused one go on. */
    Standing resume(String tenant, String wireId) {
        Standing before = find(tenant, wireId);
        OrderedTraining training = open(before);
        if (!before.status().equals("paused")) {
            throw Problem.of(
                            409,
                            "fine_tuning_job_not_paused",
                            "the job is %s, and only a paused one can be resumed".formatted(before.status()))
                    .remedy("create a new one")
                    .exception();
        }
        trainings.resume(tenant, training.id());
        database.inTransaction(sql -> {
            rows.paused(sql, before.job().id(), false);
            return false;
        });
        return find(tenant, wireId);
    }

    private static OrderedTraining open(Standing standing) {
        if (standing.training() == null) {
            throw over(standing);
        }
        return standing.training();
    }

    private static ProblemException over(Standing standing) {
        return Problem.of(
                        409,
                        "fine_tuning_job_over",
                        "the job is %s: there is nothing to stop".formatted(standing.status()))
                .remedy("GET /v1/fine_tuning/jobs/{id} shows what became of it")
                .exception();
    }

    // What cannot be submitted, perhaps for the moment, hides neither itself nor the others of a list.
    private Standing shown(FineTuningJob job) {
        try {
            return standing(job);
        } catch (ProblemException e) {
            LOG.warnf(e, "the training of %s cannot be submitted", job.id());
            return new Standing(job, null);
        }
    }

    // Whoever looks at a job whose coordinator died before it was submitted submits it.
    private Standing standing(FineTuningJob job) {
        UUID training = job.training();
        if (training == null) {
            UUID submitted = submitted(job);
            training = database.inTransaction(sql -> {
                rows.submitted(sql, job.id(), submitted);
                return submitted;
            });
        }
        return new Standing(job, trainings.standing(job.tenant(), training).orElse(null));
    }

    private UUID submitted(FineTuningJob job) {
        try {
            ObjectNode body = (ObjectNode) json.readTree(job.trainingBody());
            return trainings.submit(job.tenant(), WireId.FINE_TUNING_JOB.write(job.id()), body);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("what was stored cannot be read", e);
        }
    }

    /**
     * A job and how its training is.
     *
     * @param training null if it was deleted, or cannot be submitted now
     */
    record Standing(FineTuningJob job, @Nullable OrderedTraining training) {
        /** In OpenAI's words. */
        String status() {
            if (training == null) {
                return job.training() == null ? "queued" : "cancelled";
            }
            return switch (training.state()) {
                case "running" -> "running";
                case "done" -> "succeeded";
                case "failed" -> "failed";
                case "cancelled" -> job.paused() ? "paused" : "cancelled";
                default -> "queued";
            };
        }

        boolean isOver() {
            return switch (status()) {
                case "succeeded", "failed", "cancelled" -> true;
                default -> false;
            };
        }
    }
}
