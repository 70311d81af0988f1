package dev.winnow.coordinator.openai.batch;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.winnow.coordinator.database.Row;
import dev.winnow.coordinator.database.Sql;
import dev.winnow.coordinator.job.JobEvent;
import dev.winnow.coordinator.openai.model.ModelNames.NamedModel;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Rows of groups of a batch, within the caller's transaction. Thread-safe. */
@Singleton
class GroupRows {
    private static final String INSERT = """
            insert into openai_batch_group (batch_id, number, model_name, base, adapter, schema, temperature, seed, max_tokens)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?)""";

    private static final String ALL = """
            select number, model_name, base, adapter, schema, temperature, seed, max_tokens, job, error is not null as refused
            from openai_batch_group where batch_id = ? order by number""";

    private static final String SUBMITTED = "update openai_batch_group set job = ? where batch_id = ? and number = ?";

    private static final String REFUSED = """
            update openai_batch_group set status = ?, error = ? where batch_id = ? and number = ?""";

    private static final String COUNT_REFUSED = """
            update openai_batch set refused = (
                select count(*) from openai_batch_line l
                left join openai_batch_group g on g.batch_id = l.batch_id and g.number = l.group_number
                where l.batch_id = ? and coalesce(l.error, g.error) is not null)
            where id = ?""";

    private static final String UNFINISHED = """
            select count(*) as jobs from openai_batch_group g join job j on j.id = g.job
            where g.batch_id = ? and j.state = any(?)""";

    private static final String LINES = """
            select line from openai_batch_line where batch_id = ? and group_number = ? order by position""";

    private final ObjectMapper json;

    GroupRows(ObjectMapper json) {
        this.json = json;
    }

    void insert(Sql sql, UUID batch, int number, RequestGroup group) throws SQLException {
        sql.update(
                INSERT,
                batch,
                number,
                group.model().name(),
                group.model().base(),
                group.model().adapter(),
                group.schema(),
                group.temperature(),
                group.seed(),
                group.maxTokens());
    }

    List<StoredGroup> all(Sql sql, UUID batch) throws SQLException {
        return sql.query(ALL, GroupRows::read, batch);
    }

    void submitted(Sql sql, UUID batch, int number, UUID job) throws SQLException {
        sql.update(SUBMITTED, job, batch, number);
    }

    void refused(Sql sql, UUID batch, int number, Refusal refusal) throws SQLException {
        sql.update(REFUSED, refusal.status(), refusal.body(), batch, number);
    }

    /** Counts the lines that no job was made of, once that is known of all. */
    void countRefused(Sql sql, UUID batch) throws SQLException {
        sql.update(COUNT_REFUSED, batch, batch);
    }

    /** Whether a job of the batch has not ended. */
    boolean anyUnfinished(Sql sql, UUID batch) throws SQLException {
        return sql.queryOne(UNFINISHED, row -> row.number("jobs"), batch, JobEvent.CANCEL.fromStored())
                        .orElseThrow()
                > 0;
    }

    /** The lines of a group, in the order of its job's items. */
    List<Integer> lines(Sql sql, UUID batch, int number) throws SQLException {
        return sql.query(LINES, row -> row.number("line"), batch, number);
    }

    JsonNode schema(StoredGroup group) {
        try {
            return json.readTree(group.what().schema());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a stored schema can always be read", e);
        }
    }

    private static StoredGroup read(Row row) throws SQLException {
        return new StoredGroup(
                row.number("number"),
                new RequestGroup(
                        new NamedModel(row.text("model_name"), row.text("base"), row.textOrNull("adapter")),
                        row.text("schema"),
                        row.real("temperature"),
                        row.bigNumber("seed"),
                        row.number("max_tokens")),
                row.uuidOrNull("job"),
                row.flag("refused"));
    }

    /**
     * A group.
     *
     * @param job null as long as there is none
     * @param refused whether there will be none
     */
    record StoredGroup(
            int number, RequestGroup what, @Nullable UUID job, boolean refused) {}
}
