package dev.winnow.coordinator.openai.batch;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.winnow.coordinator.database.Sql;
import dev.winnow.coordinator.openai.batch.RequestLines.BadLineException;
import dev.winnow.coordinator.openai.chat.ChatRequest;
import dev.winnow.coordinator.openai.chat.ChatRequestReader;
import dev.winnow.coordinator.openai.model.ModelNames;
import dev.winnow.coordinator.openai.model.ModelNames.NamedModel;
import dev.winnow.coordinator.problem.ProblemException;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Puts the lines of one batch into groups, and writes down where each went. Not thread-safe. */
final class Grouping {
    private static final int MOST_ERRORS = 100;
    private static final int NAMES_KEPT = 1_000;

    private final Sql sql;
    private final Batch batch;
    private final ModelNames names;
    private final ChatRequestReader requests;
    private final GroupRows rows;
    private final BatchConfig config;
    private final ObjectMapper json;
    private final LineRows written;

    private final List<BatchErrors.Entry> errors = new ArrayList<>();
    private final Map<String, Integer> firstLines = new HashMap<>();
    private final Map<String, NamedModel> models = new HashMap<>();
    private final Map<RequestGroup, int[]> groups = new LinkedHashMap<>(); // to number and size
    private @Nullable String firstModel;
    private int refused;

    Grouping(
            Sql sql,
            Batch batch,
            ModelNames names,
            ChatRequestReader requests,
            GroupRows rows,
            BatchConfig config,
            ObjectMapper json) {
        this.sql = sql;
        this.batch = batch;
        this.names = names;
        this.requests = requests;
        this.rows = rows;
        this.config = config;
        this.json = json;
        this.written = new LineRows(sql, batch.id());
    }

    /** Reads all lines, or as many as it takes to see that the file is none of a batch. */
    void run(RequestLines lines) throws IOException, SQLException {
        boolean more = true;
        while (more && errors.size() < MOST_ERRORS) {
            try {
                RequestLine line = lines.next(batch.endpoint());
                more = line != null;
                if (line != null) {
                    add(line);
                }
            } catch (BadLineException e) {
                errors.add(e.entry());
            }
        }
        written.finish();
    }

    private void add(RequestLine line) throws SQLException {
        Integer first = firstLines.putIfAbsent(line.customId(), line.number());
        if (first != null) {
            errors.add(new BatchErrors.Entry(
                    "duplicate_custom_id",
                    "The custom_id '%s' stands first in line %d".formatted(line.customId(), first),
                    "custom_id",
                    line.number()));
            return;
        }
        try {
            ChatRequest request = requests.read(line.body());
            RequestGroup wanted = RequestGroup.of(request, model(request.model()));
            int[] group = groups.get(wanted);
            if (group == null) {
                if (groups.size() == config.groups()) {
                    errors.add(tooManyGroups(line));
                    return;
                }
                group = begin(wanted);
            }
            written.grouped(line, group[0], group[1]++);
        } catch (ProblemException e) {
            refused++;
            written.refused(line, Refusal.of(e.problem(), json));
        }
    }

    private int[] begin(RequestGroup wanted) throws SQLException {
        int[] group = {groups.size(), 0};
        groups.put(wanted, group);
        rows.insert(sql, batch.id(), group[0], wanted);
        firstModel = firstModel == null ? wanted.model().name() : firstModel;
        return group;
    }

    private NamedModel model(String name) {
        NamedModel known = models.get(name);
        if (known == null) {
            known = names.resolve(batch.tenant(), name);
            if (models.size() < NAMES_KEPT) {
                models.put(name, known);
            }
        }
        return known;
    }

    private BatchErrors.Entry tooManyGroups(RequestLine line) {
        return new BatchErrors.Entry(
                "too_many_groups",
                ("the requests differ in more than %d ways in model, response_format, temperature, seed or max_tokens;"
                                + " send alike ones together, or have winnow.openai.batches.groups raised")
                        .formatted(config.groups()),
                "body",
                line.number());
    }

    /** Why the file is none of a batch. */
    List<BatchErrors.Entry> errors() {
        return errors;
    }

    /** How many lines there are. */
    int lines() {
        return firstLines.size();
    }

    /** How many of them are in no group. */
    int refused() {
        return refused;
    }

    /** What answers of the first group say as their model. */
    @Nullable
    String firstModel() {
        return firstModel;
    }
}
