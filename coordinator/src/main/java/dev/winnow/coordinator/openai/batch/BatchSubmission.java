package dev.winnow.coordinator.openai.batch;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.winnow.coordinator.database.Sql;
import dev.winnow.coordinator.extraction.JobDesk;
import dev.winnow.coordinator.extraction.JobDesk.OrderedItem;
import dev.winnow.coordinator.extraction.JobOrder;
import dev.winnow.coordinator.openai.WireId;
import dev.winnow.coordinator.openai.batch.GroupRows.StoredGroup;
import dev.winnow.coordinator.openai.chat.ChatRequest;
import dev.winnow.coordinator.openai.chat.ChatRequestReader;
import dev.winnow.coordinator.openai.file.Files;
import dev.winnow.coordinator.problem.Problem;
import dev.winnow.coordinator.problem.ProblemException;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.sql.SQLException;
import java.time.Clock;
import java.util.Iterator;
import java.util.List;
import java.util.UUID;
import org.jboss.logging.Logger;

/**
 * Makes a job of each group. A job is submitted by itself, under a key that names the group: who comes after a
 * coordinator that died in between finds it. Thread-safe.
 */
@Singleton
class BatchSubmission {
    private static final Logger LOG = Logger.getLogger(BatchSubmission.class);

    private final Files files;
    private final JobDesk jobs;
    private final GroupRows groups;
    private final ChatRequestReader requests;
    private final BatchConfig config;
    private final ObjectMapper json;
    private final Clock clock;

    BatchSubmission(
            Files files,
            JobDesk jobs,
            GroupRows groups,
            ChatRequestReader requests,
            BatchConfig config,
            ObjectMapper json,
            Clock clock) {
        this.files = files;
        this.jobs = jobs;
        this.groups = groups;
        this.requests = requests;
        this.config = config;
        this.json = json;
        this.clock = clock;
    }

    /**
     * Submits what is not submitted yet, as far as there is room for it now.
     *
     * @return whether the batch's state has changed
     */
    boolean run(Sql sql, Batch batch) throws SQLException {
        for (StoredGroup group : groups.all(sql, batch.id())) {
            if (group.job() == null && !group.refused() && !submit(sql, batch, group)) {
                return false;
            }
        }
        groups.countRefused(sql, batch.id());
        return BatchEvent.SUBMIT.happen(sql, batch.id(), clock.instant());
    }

    /** Notes the jobs that were submitted, where the note is missing. */
    void findAll(Sql sql, Batch batch) throws SQLException {
        for (StoredGroup group : groups.all(sql, batch.id())) {
            if (group.job() == null) {
                UUID job = jobs.find(batch.tenant(), key(batch, group)).orElse(null);
                if (job != null) {
                    groups.submitted(sql, batch.id(), group.number(), job);
                }
            }
        }
    }

    private static String key(Batch batch, StoredGroup group) {
        return WireId.BATCH.write(batch.id()) + "/" + group.number();
    }

    private boolean submit(Sql sql, Batch batch, StoredGroup group) throws SQLException {
        if (!clock.instant().isBefore(batch.expiresAt())) {
            return true; // Its lines end as expired.
        }
        try {
            groups.submitted(sql, batch.id(), group.number(), submitted(sql, batch, group));
            return true;
        } catch (ProblemException e) {
            return settle(sql, batch, group, e.problem());
        } catch (IOException e) {
            return settle(
                    sql,
                    batch,
                    group,
                    Problem.of(400, "input_file_deleted", "the input file was deleted before this request was read")
                            .remedy("upload it again, and create a new batch"));
        }
    }

    // What passes by itself is tried again in the next round.
    private boolean settle(Sql sql, Batch batch, StoredGroup group, Problem problem) throws SQLException {
        boolean passes = problem.status() == 429
                || problem.status() >= 500
                || problem.code().equals("invalid_deadline");
        if (passes) {
            LOG.debugf("batch %s is submitted later: %s", batch.id(), problem.detail());
            return false;
        }
        groups.refused(sql, batch.id(), group.number(), Refusal.of(ofAll(problem), json));
        return true;
    }

    // Where no item of a job can be used, the first one's reason is what is known.
    private static Problem ofAll(Problem problem) {
        if (problem.line() == null) {
            return problem;
        }
        return Problem.of(
                        problem.status(),
                        problem.code(),
                        "none of the requests like this one can be done; of the first, in line %d: %s"
                                .formatted(problem.line(), problem.detail()))
                .remedy(problem.remedy() == null ? "put it right" : problem.remedy());
    }

    private UUID submitted(Sql sql, Batch batch, StoredGroup group) throws SQLException, IOException {
        List<Integer> lines = groups.lines(sql, batch.id(), group.number());
        RequestGroup what = group.what();
        JobOrder order = new JobOrder(
                WireId.BATCH.write(batch.id()),
                new JobOrder.By(what.model().base(), what.model().adapter(), null),
                groups.schema(group),
                true,
                what.maxTokens(),
                what.temperature(),
                what.seed(),
                batch.expiresAt());
        try (InputStream in = files.open(files.find(batch.tenant(), WireId.FILE.write(batch.inputFile())))) {
            RequestLines file = new RequestLines(in, json.reader(), config);
            Iterator<Integer> next = lines.iterator();
            return jobs.submit(
                    batch.tenant(), key(batch, group), order, () -> next.hasNext() ? item(file, next.next()) : null);
        }
    }

    private OrderedItem item(RequestLines file, int line) throws IOException {
        ChatRequest request = requests.read(file.body(line));
        return new OrderedItem(null, line, request.instruction(), request.input());
    }
}
