package dev.winnow.coordinator.extraction;

import dev.winnow.common.racepoint.RacePoints;
import dev.winnow.coordinator.database.Database;
import dev.winnow.coordinator.database.DatabaseException;
import dev.winnow.coordinator.database.Sql;
import dev.winnow.coordinator.dispatch.DispatchLoop;
import dev.winnow.coordinator.events.JobChanges;
import dev.winnow.coordinator.extraction.Admission.AdmissionLine;
import dev.winnow.coordinator.extraction.Admission.AdmittedRequest;
import dev.winnow.coordinator.limits.QueuedItems;
import dev.winnow.coordinator.limits.Room;
import dev.winnow.coordinator.problem.Problem;
import dev.winnow.coordinator.problem.ProblemException;
import dev.winnow.coordinator.racepoint.RacePoint;
import dev.winnow.coordinator.result.Results;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/** Takes a job in whole or not at all: its row and all its items in one transaction. Thread-safe. */
@Singleton
class Submission {
    // The constraint is deferred, so that both of a pair are there to be named.
    private static final String DUPLICATE = """
            select external_id, min(position) as first, max(position) as last
            from item where job_id = ? and external_id is not null group by external_id having count(*) > 1
            order by min(position) limit 1""";

    // An item without an id has its position as id, and another may have been given just that.
    private static final String CLASH = """
            select given.external_id, least(given.position, without.position) as first,
                   greatest(given.position, without.position) as last
            from item given join item without on without.job_id = given.job_id and without.external_id is null
              and without.position = case when given.external_id ~ '^(0|[1-9][0-9]{0,8})$'
                                          then given.external_id::integer end
            where given.job_id = ? and given.external_id is not null
            order by last limit 1""";

    private static final String KNOWN = "select 1 as one from job where tenant = ? and idempotency_key = ?";

    private static final String BY_KEY = """
            select id, item_count, state, request_hash from job where tenant = ? and idempotency_key = ?""";

    private final Database database;
    private final Admission admission;
    private final JobRow row;
    private final QueuedItems queued;
    private final DispatchLoop loop;
    private final Clock clock;
    private final JobChanges changes;
    private final Results results;
    private final RacePoints<RacePoint> points;
    private final int most;
    private final Semaphore uploads;

    Submission(
            Database database,
            Admission admission,
            JobRow row,
            QueuedItems queued,
            DispatchLoop loop,
            Clock clock,
            JobChanges changes,
            Results results,
            RacePoints<RacePoint> points,
            ExtractionConfig config) {
        this.database = database;
        this.admission = admission;
        this.row = row;
        this.queued = queued;
        this.loop = loop;
        this.clock = clock;
        this.changes = changes;
        this.results = results;
        this.points = points;
        this.most = config.uploads();
        this.uploads = new Semaphore(most);
    }

    /**
     * Stores the request as a job; when this returns it is committed.
     *
     * @param key the request's idempotency key, or null
     * @param source the body, read only if not too many others are being read
     */
    Accepted submit(String tenant, @Nullable String key, BodySource source) throws IOException {
        if (!uploads.tryAcquire()) {
            throw Problem.of(429, "too_many_uploads", "too many submissions are being received")
                    .limit(most)
                    .remedy("try again in a moment, or send fewer at once")
                    .exception();
        }
        try {
            // Whoever asks again for what was taken in is told so, at the limit too.
            if (!isKnown(tenant, key)) {
                queued.requireRoom(tenant);
            }
            RequestBody body = source.open();
            Optional<Accepted> known = key == null ? Optional.empty() : sameRequest(tenant, key, body);
            return known.isPresent() ? known.get() : submitNew(tenant, key, body);
        } finally {
            uploads.release();
        }
    }

    private Accepted submitNew(String tenant, @Nullable String key, RequestBody body) throws IOException {
        AdmittedRequest request = admit(tenant, body);
        UUID job = UUID.randomUUID();
        try {
            int items = database.inOneTransaction(sql -> store(sql, job, tenant, key, request, body));
            points.reached(RacePoint.JOB_COMMITTED);
            loop.signal();
            changes.changed(job);
            return new Accepted(job, "queued", items, request.schema().report(), true);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        } catch (ProblemException e) {
            if (key != null && e.problem().code().equals(QueuedItems.TOO_MANY)) {
                // What fills the queue may be this very request, sent twice at once.
                return sameRequest(tenant, key, body).orElseThrow(() -> e);
            }
            throw e;
        } catch (DatabaseException e) {
            if (e.notUnique() && key != null) {
                // Another request with the same key has come in between.
                return sameRequest(tenant, key, body).orElseThrow(() -> e);
            }
            throw e;
        }
    }

    private AdmittedRequest admit(String tenant, RequestBody body) throws IOException {
        ExtractionOptions options = body.options();
        try {
            if (options.deadline() != null) {
                options.deadline().require(clock.instant());
            }
            return admission.admit(tenant, options);
        } catch (ProblemException e) {
            throw body.ofOptions(e.problem()).exception();
        }
    }

    private int store(Sql sql, UUID job, String tenant, @Nullable String key, AdmittedRequest request, RequestBody body)
            throws SQLException {
        try {
            Copied copied = copy(sql, job, request, body, queued.room(tenant));
            points.reached(RacePoint.ITEMS_COPIED);
            row.insert(sql, job, tenant, key, request, copied, body);
            queued.requireWithin(sql, tenant);
            return copied.items();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Copied copy(Sql sql, UUID job, AdmittedRequest request, RequestBody body, Room room)
            throws SQLException, IOException {
        ContextCheck context = new ContextCheck(request);
        ItemCopy copy = new ItemCopy(sql, job);
        RefusedItems refused = new RefusedItems(request.options().onBadItem(), sql, job, copy, results);
        // Where outputs are drawn at random, the same text twice may mean two draws.
        Twins twins = request.options().temperature() == 0 ? new Twins() : null;
        boolean repeats = false;
        try {
            for (SubmittedItem item = refused.next(body, context); item != null; item = refused.next(body, context)) {
                room.require(copy.position() + 1L, item.place()::mark);
                ItemText text = new ItemText(item.instruction(), item.input());
                OptionalInt twinOf = twins == null ? OptionalInt.empty() : twins.firstOf(text, copy.position());
                repeats |= twinOf.isPresent();
                copy.add(item.id(), text, twinOf);
            }
            refused.finish();
            int items = copy.finish();
            if (items == 0) {
                throw Problem.of(422, "no_items", "the request has no items")
                        .remedy("send at least one: {\"input\": \"...\"}")
                        .exception();
            }
            refuseDuplicates(sql, job, copy.given(), items, body);
            return new Copied(items, refused.count(), repeats);
        } finally {
            copy.cancel();
        }
    }

    private static void refuseDuplicates(Sql sql, UUID job, int given, int items, RequestBody body)
            throws SQLException {
        if (given > 0 && !unique(sql)) {
            refuse(duplicate(sql, DUPLICATE, job).orElseThrow(), body);
        }
        if (given > 0 && given < items) {
            Optional<Duplicate> clash = duplicate(sql, CLASH, job);
            if (clash.isPresent()) {
                refuse(clash.get(), body);
            }
        }
    }

    // The index has noted what may be twice while it was filled; only that is looked at now, however large the job is.
    private static boolean unique(Sql sql) throws SQLException {
        return sql.unlessRefused(
                () -> {
                    sql.update("set constraints item_external_id immediate");
                    return true;
                },
                reason -> false);
    }

    private static void refuse(Duplicate found, RequestBody body) {
        String first = body.placeOf(found.first()).describe();
        throw body.placeOf(found.last())
                .mark(Problem.of(422, "duplicate_id", "the id '%s' stands first at %s".formatted(found.id(), first)))
                .remedy("give each item its own id; an item without one has its position as id")
                .exception();
    }

    private static Optional<Duplicate> duplicate(Sql sql, String query, UUID job) throws SQLException {
        return sql.queryOne(
                query, row -> new Duplicate(row.text("external_id"), row.number("first"), row.number("last")), job);
    }

    /** Whether the tenant has a job of that key: then a request with it is answered, and nothing new comes. */
    boolean isKnown(String tenant, @Nullable String key) {
        return key != null
                && database.inTransaction(sql -> sql.queryOne(KNOWN, row -> row.number("one"), tenant, key))
                        .isPresent();
    }

    private Optional<Accepted> sameRequest(String tenant, String key, RequestBody body) throws IOException {
        Optional<Earlier> earlier = database.inTransaction(sql -> sql.queryOne(
                BY_KEY,
                row -> new Earlier(
                        new Accepted(row.uuid("id"), row.text("state"), row.number("item_count"), List.of(), false),
                        row.text("request_hash")),
                tenant,
                key));
        if (earlier.isPresent() && !earlier.get().hash().equals(body.fingerprint())) {
            throw Problem.of(422, "idempotency_key_reused", "the Idempotency-Key was used for another request")
                    .remedy("send a new key with a new request")
                    .exception();
        }
        return earlier.map(Earlier::accepted);
    }

    /**
     * A job that was taken in.
     *
     * @param isNew false if an earlier request with the same key had brought it
     */
    record Accepted(UUID job, String state, int items, List<AdmissionLine> admission, boolean isNew) {}

    /**
     * What was copied of a job.
     *
     * @param items all of them
     * @param refused those that could not be taken in
     * @param twins whether some have the same text
     */
    record Copied(int items, int refused, boolean twins) {}

    private record Earlier(Accepted accepted, String hash) {}

    private record Duplicate(String id, int first, int last) {}
}
