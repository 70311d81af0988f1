package dev.winnow.coordinator.result;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.winnow.common.result.Evidence;
import dev.winnow.common.result.ItemFailure;
import dev.winnow.common.result.ItemOutput;
import dev.winnow.common.result.ItemResult;
import dev.winnow.common.result.Provenance;
import dev.winnow.coordinator.calibration.Calibration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Results turned on their side, an array for each column: PostgreSQL's {@code unnest} takes them in one statement. In
 * the order of positions, so that two statements with the same items wait for each other and cannot deadlock. Filled
 * once; not thread-safe.
 */
final class ResultColumns {
    private final Integer[] positions;
    private final @Nullable String[] outputs;
    private final Boolean[] truncated;
    private final @Nullable String[] errorCodes;
    private final @Nullable String[] errorMessages;
    private final @Nullable Integer[] inputTokens;
    private final @Nullable Integer[] outputTokens;
    private final @Nullable Integer[] steps;
    private final @Nullable Double[] seconds;
    private final @Nullable String[] madeBy;
    private final @Nullable String[] evidence;
    private final @Nullable Double[] leastConfidence;

    private ResultColumns(int rows) {
        this.positions = new Integer[rows];
        this.outputs = new @Nullable String[rows];
        this.truncated = new Boolean[rows];
        this.errorCodes = new @Nullable String[rows];
        this.errorMessages = new @Nullable String[rows];
        this.inputTokens = new @Nullable Integer[rows];
        this.outputTokens = new @Nullable Integer[rows];
        this.steps = new @Nullable Integer[rows];
        this.seconds = new @Nullable Double[rows];
        this.madeBy = new @Nullable String[rows];
        this.evidence = new @Nullable String[rows];
        this.leastConfidence = new @Nullable Double[rows];
    }

    /**
     * Takes the first result of each position below a limit.
     *
     * @param calibration what the confidences are worth, if that is known
     */
    static ResultColumns of(List<ItemResult> items, int limit, Optional<Calibration> calibration, ObjectMapper json) {
        TreeMap<Integer, ItemResult> first = new TreeMap<>();
        for (ItemResult item : items) {
            if (item.position() < limit) {
                first.putIfAbsent(item.position(), item);
            }
        }
        ResultColumns columns = new ResultColumns(first.size());
        MadeBy written = new MadeBy(json);
        int row = 0;
        for (ItemResult item : first.values()) {
            columns.set(row++, item, calibration, written, json);
        }
        return columns;
    }

    private void set(int row, ItemResult item, Optional<Calibration> calibration, MadeBy written, ObjectMapper json) {
        positions[row] = item.position();
        truncated[row] = false;
        if (item instanceof ItemOutput output) {
            outputs[row] = output.output();
            truncated[row] = output.truncated();
            inputTokens[row] = output.usage().inputTokens();
            outputTokens[row] = output.usage().outputTokens();
            steps[row] = output.usage().steps();
            seconds[row] = output.usage().seconds();
            madeBy[row] = written.of(output.madeBy());
            Evidence its =
                    calibration.map(known -> known.apply(output.evidence())).orElse(output.evidence());
            leastConfidence[row] =
                    its.confidence().values().stream().min(Double::compare).orElse(null);
            evidence[row] = its.equals(Evidence.NONE) ? null : text(its, calibration.isPresent(), json);
        } else if (item instanceof ItemFailure failure) {
            errorCodes[row] = failure.code().wireName();
            // PostgreSQL's text cannot hold NUL, and an engine's message might.
            errorMessages[row] = failure.message().replace('\0', ' ');
        }
    }

    /** All parameters of the statement, in its order. */
    Object[] parameters(UUID job, Instant recordedAt, int epoch, Object... more) {
        Object[] own = {
            job,
            recordedAt,
            epoch,
            positions,
            outputs,
            truncated,
            errorCodes,
            errorMessages,
            inputTokens,
            outputTokens,
            steps,
            seconds,
            madeBy,
            evidence,
            leastConfidence
        };
        Object[] all = Arrays.copyOf(own, own.length + more.length);
        System.arraycopy(more, 0, all, own.length, more.length);
        return all;
    }

    private static String text(Evidence evidence, boolean calibrated, ObjectMapper json) {
        ObjectNode fields = json.valueToTree(evidence);
        return fields.put("calibrated", calibrated).toString();
    }

    private static String text(Record value, ObjectMapper json) {
        try {
            return json.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("what came as JSON can always be written", e);
        }
    }

    /** Provenance as JSON. The results of a shard have all the same: it is written once for as long as it stays. */
    private static final class MadeBy {
        private final ObjectMapper json;
        private @Nullable Provenance last;
        private String text = "";

        private MadeBy(ObjectMapper json) {
            this.json = json;
        }

        String of(Provenance madeBy) {
            if (!madeBy.equals(last)) {
                text = ResultColumns.text(madeBy, json);
                last = madeBy;
            }
            return text;
        }
    }
}
