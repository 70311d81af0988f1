package dev.winnow.coordinator.dataset;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.winnow.common.wire.SizeLimits;
import dev.winnow.coordinator.dataset.DatasetFiles.DatasetFile;
import dev.winnow.coordinator.dataset.DatasetFiles.Use;
import dev.winnow.coordinator.problem.Problem;
import dev.winnow.coordinator.problem.ProblemException;
import dev.winnow.coordinator.upload.Utf8;
import dev.winnow.coordinator.upload.ZipBody;
import dev.winnow.text.prompt.Instructions;
import dev.winnow.text.schema.OutputValidator;
import dev.winnow.text.schema.SchemaCompiler;
import dev.winnow.text.schema.SchemaRefusedException;
import dev.winnow.text.score.OutputScorer;
import dev.winnow.text.score.ScoreRefusedException;
import java.io.IOException;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** One import on its way: reads files, judges rows, and hands on those that are new. Not thread-safe. */
final class DatasetImport {
    private final DatasetRequest request;
    private final DatasetConfig config;
    private final ObjectMapper json;
    private final RowTally tally = new RowTally();
    private final RowErrors errors;
    private final RowSink kept;
    private @Nullable JsonNode schema;
    private @Nullable OutputValidator validator;
    private boolean trainCame;
    private boolean heldOutCame;
    private int heldOutRows;

    DatasetImport(RowSink kept, DatasetRequest request, DatasetConfig config, ObjectMapper json) {
        this.request = request;
        this.config = config;
        this.json = json;
        this.errors = new RowErrors(config.namedErrors());
        this.kept = kept;
    }

    /**
     * Reads all files.
     *
     * @throws ProblemException if something in them cannot be used
     */
    void read(DatasetFiles files) throws IOException, SQLException {
        try {
            for (DatasetFile file = files.next(); file != null; file = files.next()) {
                take(file);
            }
            errors.throwAny();
            if (!trainCame) {
                throw Problem.of(422, "invalid_dataset", "there are no rows to train on")
                        .remedy("send train.jsonl or train.csv in the ZIP, the rows as the body, or name a source")
                        .exception();
            }
            kept.finish();
        } catch (ZipBody.BrokenException e) {
            kept.cancel();
            throw Problem.of(422, "invalid_zip", "the body is no ZIP that can be read: " + e.getMessage())
                    .remedy("send train.jsonl, and if you have them schema.json and eval.jsonl, in a ZIP")
                    .exception();
        } catch (IOException | SQLException | RuntimeException e) {
            kept.cancel();
            throw e;
        }
    }

    private void take(DatasetFile file) throws IOException, SQLException {
        switch (file.use()) {
            case SCHEMA -> takeSchema(file);
            case TRAIN -> {
                trainCame = true;
                rows(file);
            }
            case HELD_OUT -> {
                if (request.heldOutPercent() != null) {
                    throw request.heldOutTwice();
                }
                if (trainCame) {
                    throw Problem.of(422, "invalid_dataset", file.name() + " comes after the rows to train on")
                            .remedy("put it before them in the ZIP: it says that they are not to be split")
                            .exception();
                }
                heldOutCame = true;
                rows(file);
            }
        }
    }

    private void takeSchema(DatasetFile file) throws IOException {
        byte[] bytes = file.content().readNBytes(SizeLimits.SCHEMA_BYTES + 1);
        if (bytes.length > SizeLimits.SCHEMA_BYTES) {
            throw Problem.of(
                            413,
                            "schema_too_large",
                            "the schema has more than %d bytes".formatted(SizeLimits.SCHEMA_BYTES))
                    .limit(SizeLimits.SCHEMA_BYTES)
                    .remedy("make the schema smaller")
                    .exception();
        }
        // A parser of bytes would take UTF-16 and UTF-32 too, which no other reader of ours does.
        String text = Utf8.decode(bytes).orElseThrow(() -> Problem.of(422, "schema_refused", "schema.json is no UTF-8")
                .at("/schema")
                .remedy("store it in UTF-8")
                .exception());
        try {
            JsonNode read = json.readTree(text);
            SchemaCompiler.compile(read);
            OutputScorer.of(read);
            schema = read;
            validator = new OutputValidator(read);
        } catch (JsonProcessingException e) {
            throw Problem.of(422, "schema_refused", "schema.json is no JSON: " + e.getOriginalMessage())
                    .at("/schema")
                    .remedy("write a JSON Schema")
                    .exception();
        } catch (ScoreRefusedException e) {
            throw Problem.of(422, "schema_refused", String.valueOf(e.getMessage()))
                    .at("/schema" + e.pointer())
                    .remedy("docs/reference/evaluation.md says how fields may be scored")
                    .exception();
        } catch (SchemaRefusedException e) {
            throw Problem.of(422, "schema_refused", String.valueOf(e.getMessage()))
                    .at("/schema")
                    .remedy("'winnow schema check' says what is enforced")
                    .exception();
        }
    }

    private void rows(DatasetFile file) throws IOException, SQLException {
        String told = request.instruction();
        if (told == null && schema != null) {
            told = Instructions.fromKeys(schema);
        }
        RowCheck check = new RowCheck(told, validator);
        Split split = request.split(heldOutCame);
        RowReader reader = file.rows().open(config.rowBytes());
        while (true) {
            try {
                RawRow raw = reader.next();
                if (raw == null) {
                    return;
                }
                store(check.check(raw), held(file, reader), reader.origin(), split);
            } catch (BadRowException e) {
                errors.add(file.name(), e);
                if (!reader.goesOn()) {
                    errors.throwAny();
                }
            }
        }
    }

    private static @Nullable Boolean held(DatasetFile file, RowReader reader) {
        return file.use() == Use.HELD_OUT ? Boolean.TRUE : reader.heldOut();
    }

    private void store(Row row, @Nullable Boolean held, @Nullable String origin, Split split) throws SQLException {
        if (!tally.add(row)) {
            return;
        }
        boolean heldOut = held == null ? split.holdsOut(row.input()) : held;
        heldOutRows += heldOut ? 1 : 0;
        if (tally.kept() > config.mostRows()) {
            throw tooMany("rows", config.mostRows(), "most-rows");
        }
        if (heldOutRows > config.mostHeldOutRows()) {
            throw tooMany("held-out rows", config.mostHeldOutRows(), "most-held-out-rows");
        }
        kept.add(row, heldOut, origin);
    }

    private static ProblemException tooMany(String what, int limit, String setting) {
        return Problem.of(413, "dataset_too_large", "the dataset has more than %d %s".formatted(limit, what))
                .limit(limit)
                .remedy("leave some out; the operator can raise winnow.datasets." + setting)
                .exception();
    }

    RowTally tally() {
        return tally;
    }

    int heldOutRows() {
        return heldOutRows;
    }

    @Nullable
    String schema() {
        return schema == null ? null : schema.toString();
    }
}
