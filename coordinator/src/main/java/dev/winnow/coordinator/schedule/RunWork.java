package dev.winnow.coordinator.schedule;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.winnow.common.racepoint.RacePoints;
import dev.winnow.coordinator.database.Database;
import dev.winnow.coordinator.database.DatabaseException;
import dev.winnow.coordinator.database.Row;
import dev.winnow.coordinator.database.Sql;
import dev.winnow.coordinator.database.Turn;
import dev.winnow.coordinator.dataset.Datasets;
import dev.winnow.coordinator.dataset.Datasets.ChosenDataset;
import dev.winnow.coordinator.dataset.SourcedImports;
import dev.winnow.coordinator.problem.Problem;
import dev.winnow.coordinator.problem.ProblemException;
import dev.winnow.coordinator.racepoint.RacePoint;
import dev.winnow.coordinator.request.RequestBodies;
import dev.winnow.coordinator.training.TrainingOrders;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.time.Clock;
import java.util.Optional;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Does what runs ask for. A run is held by a turn, which ends with the transaction and so with its holder: whoever dies
 * over it is followed by another at once, who finds the dataset by its content and the training by its key.
 * Thread-safe.
 */
@Singleton
class RunWork {
    private static final Logger LOG = Logger.getLogger(RunWork.class);

    private static final String DUE = """
            select id, schedule_id from schedule_run where state = 'due' and due_at <= ? order by due_at, id limit 100""";

    private static final String READ = """
            select r.id as run, s.*,
                   case when t.state in ('failed', 'cancelled') then s.good_dataset_id
                        else s.last_dataset_id end as compared_with
            from schedule_run r
            join schedule s on s.id = r.schedule_id
            left join training t on t.id = s.last_training_id
            where r.id = ? and r.state = 'due'""";

    private static final String NEW_ROWS = """
            select count(*) as rows from dataset_row n where n.dataset_id = ? and not exists (
                select 1 from dataset_row o where o.dataset_id = ?::uuid
                and o.input = n.input and o.output = n.output and o.instruction = n.instruction)""";

    private final Database database;
    private final Datasets datasets;
    private final SourcedImports imports;
    private final TrainingOrders trainings;
    private final Gates gates;
    private final RunEnds ends;
    private final Clock clock;
    private final RacePoints<RacePoint> points;

    RunWork(
            Database database,
            Datasets datasets,
            SourcedImports imports,
            TrainingOrders trainings,
            Gates gates,
            RunEnds ends,
            Clock clock,
            RacePoints<RacePoint> points) {
        this.database = database;
        this.datasets = datasets;
        this.imports = imports;
        this.trainings = trainings;
        this.gates = gates;
        this.ends = ends;
        this.clock = clock;
        this.points = points;
    }

    /**
     * Does one run that nobody else does.
     *
     * @return whether there was one
     */
    boolean runOnce() {
        return database.inOneTransaction(hold -> {
            for (Due run : hold.query(DUE, Due::read, clock.instant())) {
                // Two runs of one schedule at once would both find that no training is open.
                if (Turn.SCHEDULED_RUN.take(hold, run.schedule().toString())) {
                    // Another may have ended it before the turn was free.
                    Optional<Run> due = hold.queryOne(READ, Run::read, run.id());
                    if (due.isPresent()) {
                        points.reached(RacePoint.RUN_TAKEN);
                        attempt(due.get());
                        return true;
                    }
                }
            }
            return false;
        });
    }

    private record Due(long id, UUID schedule) {
        static Due read(Row row) throws SQLException {
            return new Due(row.bigNumber("id"), row.uuid("schedule_id"));
        }
    }

    private void attempt(Run run) {
        try {
            work(run);
        } catch (ProblemException e) {
            LOG.warnf("schedule %s: %s", run.schedule().name(), e.problem().detail());
            ends.fail(run.id(), e.problem());
        } catch (RuntimeException e) {
            if (e instanceof DatabaseException failed && !failed.dataRefused()) {
                throw e; // the next round tries again
            }
            LOG.errorf(e, "schedule %s fails", run.schedule().name());
            ends.fail(
                    run.id(),
                    Problem.of(500, "internal_error", "the run failed: " + e)
                            .remedy("the coordinator's log has the error, please report it"));
        }
    }

    private void work(Run run) {
        ScheduleRow schedule = run.schedule();
        String key = "schedule-run-" + run.id();
        Optional<UUID> earlier = trainings.find(schedule.tenant(), key);
        if (earlier.isPresent()) {
            // Who had it before has died between the training and its note.
            ends.train(run.id(), schedule.id(), earlier.get(), schedule.gate() != null);
            return;
        }
        Optional<String> open = Optional.ofNullable(run.lastTraining()).flatMap(trainings::openState);
        if (open.isPresent()) {
            ends.skip(
                    run.id(),
                    null,
                    null,
                    "training_open",
                    "training %s of this schedule has not ended: it is %s".formatted(run.lastTraining(), open.get()));
            return;
        }
        ChosenDataset dataset = schedule.imported() == null
                ? datasets.newest(schedule.tenant(), String.valueOf(schedule.dataset()))
                : imports.store(schedule.tenant(), RequestBodies.stored(schedule.imported()));
        int fresh = newRows(dataset, run.comparedWith());
        if (fresh < schedule.leastNewRows()) {
            ends.skip(
                    run.id(),
                    dataset.dataset(),
                    fresh,
                    "too_few_new_rows",
                    "%d rows are new since the last training, at least %d are wanted"
                            .formatted(fresh, schedule.leastNewRows()));
            return;
        }
        ScheduleGate gate = ScheduleGate.stored(schedule.gate());
        ObjectNode settings = RequestBodies.stored(schedule.training()).object().put("dataset", dataset.dataset());
        if (gate != null) {
            // Before hours of training, and not after them.
            gates.require(dataset, gate);
            if (!settings.has("evaluate")) {
                settings.put("evaluate", false); // the judge does, beside the champion
            }
        }
        ends.look(run.id(), dataset.dataset(), fresh);
        UUID training = trainings.submit(schedule.tenant(), key, settings);
        points.reached(RacePoint.RUN_SUBMITTED);
        ends.train(run.id(), schedule.id(), training, gate != null);
        LOG.infof("schedule %s begins training %s on %s", schedule.name(), training, dataset.dataset());
    }

    private int newRows(ChosenDataset dataset, @Nullable UUID last) {
        return database.inTransaction((Sql sql) -> sql.queryOne(NEW_ROWS, row -> row.number("rows"), dataset.id(), last)
                .orElseThrow());
    }

    private record Run(
            long id,
            ScheduleRow schedule,
            @Nullable UUID comparedWith,
            @Nullable UUID lastTraining) {
        static Run read(Row row) throws SQLException {
            return new Run(
                    row.bigNumber("run"),
                    ScheduleRow.read(row),
                    uuid(row.textOrNull("compared_with")),
                    uuid(row.textOrNull("last_training_id")));
        }

        private static @Nullable UUID uuid(@Nullable String text) {
            return text == null ? null : UUID.fromString(text);
        }
    }
}
