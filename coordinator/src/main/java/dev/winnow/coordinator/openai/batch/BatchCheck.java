package dev.winnow.coordinator.openai.batch;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.winnow.coordinator.database.Sql;
import dev.winnow.coordinator.openai.WireId;
import dev.winnow.coordinator.openai.chat.ChatRequestReader;
import dev.winnow.coordinator.openai.file.Files;
import dev.winnow.coordinator.openai.file.StoredFile;
import dev.winnow.coordinator.openai.model.ModelNames;
import dev.winnow.coordinator.problem.ProblemException;
import dev.winnow.coordinator.request.RequestJson;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;

/**
 * Reads a batch's file: what is no line of a batch fails all of it, with the lines; what is, and cannot be done, fails
 * alone; the rest is put into groups. Within one transaction. Thread-safe.
 */
@Singleton
class BatchCheck {
    private static final String FAIL = "update openai_batch set errors = ? where id = ?";

    private static final String COUNT = "update openai_batch set requests = ?, refused = ?, model = ? where id = ?";

    private final Files files;
    private final ModelNames names;
    private final ChatRequestReader requests;
    private final GroupRows groups;
    private final BatchConfig config;
    private final ObjectMapper json;
    private final Clock clock;

    BatchCheck(
            Files files,
            ModelNames names,
            ChatRequestReader requests,
            GroupRows groups,
            BatchConfig config,
            ObjectMapper json,
            Clock clock) {
        this.files = files;
        this.names = names;
        this.requests = requests;
        this.groups = groups;
        this.config = config;
        this.json = json;
        this.clock = clock;
    }

    /**
     * Checks a batch.
     *
     * @return whether its state has changed
     */
    boolean run(Sql sql, Batch batch) throws SQLException {
        Grouping grouping = new Grouping(sql, batch, names, requests, groups, config, json);
        try (InputStream in = files.open(input(batch))) {
            grouping.run(new RequestLines(in, RequestJson.strict(json.reader()), config));
        } catch (IOException | ProblemException e) {
            return fail(
                    sql,
                    batch,
                    List.of(new BatchErrors.Entry(
                            "input_file_unreadable",
                            "the input file was deleted: upload it again",
                            "input_file_id",
                            null)));
        }
        if (!grouping.errors().isEmpty()) {
            return fail(sql, batch, grouping.errors());
        }
        sql.update(COUNT, grouping.lines(), grouping.refused(), grouping.firstModel(), batch.id());
        return BatchEvent.CHECK.happen(sql, batch.id(), clock.instant());
    }

    private StoredFile input(Batch batch) {
        return files.find(batch.tenant(), WireId.FILE.write(batch.inputFile()));
    }

    private boolean fail(Sql sql, Batch batch, List<BatchErrors.Entry> errors) throws SQLException {
        // What was written down of its first lines.
        sql.update("delete from openai_batch_line where batch_id = ?", batch.id());
        sql.update("delete from openai_batch_group where batch_id = ?", batch.id());
        try {
            sql.update(FAIL, json.writeValueAsString(new BatchErrors(errors)), batch.id());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("errors can always be written", e);
        }
        return BatchEvent.REFUSE.happen(sql, batch.id(), clock.instant());
    }
}
