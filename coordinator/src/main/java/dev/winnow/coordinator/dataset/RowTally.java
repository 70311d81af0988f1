package dev.winnow.coordinator.dataset;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.winnow.coordinator.dataset.DatasetStatistics.FieldCoverage;
import dev.winnow.coordinator.dataset.DatasetStatistics.Lengths;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Counts rows as they come, and tells those that came before. Holds some dozens of bytes a row. Not thread-safe. */
final class RowTally {
    private static final int MOST_FIELDS = 256;
    private static final JsonFactory JSON = new JsonFactory();

    private final Set<Print> rows = new HashSet<>();
    private final Set<Print> questions = new HashSet<>();
    private final Map<String, Integer> fields = new LinkedHashMap<>();
    private int[] inputs = new int[64];
    private int[] outputs = new int[64];
    private int kept;
    private int read;
    private int contradicting;
    private @Nullable String instruction;
    private boolean oneInstruction = true;

    /** Whether a row is new; only then it is counted. */
    boolean add(Row row) {
        read++;
        if (!rows.add(Print.of(row.instruction(), row.input(), row.output()))) {
            return false;
        }
        if (!questions.add(Print.of(row.instruction(), row.input()))) {
            contradicting++;
        }
        if (kept == inputs.length) {
            inputs = Arrays.copyOf(inputs, 2 * kept);
            outputs = Arrays.copyOf(outputs, 2 * kept);
        }
        inputs[kept] = row.input().length();
        outputs[kept] = row.output().length();
        kept++;
        oneInstruction &= instruction == null || instruction.equals(row.instruction());
        instruction = row.instruction();
        count(row.output());
        return true;
    }

    private void count(String output) {
        if (output.charAt(0) != '{') {
            return;
        }
        try (JsonParser parser = JSON.createParser(output)) {
            parser.nextToken();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String field = parser.currentName();
                boolean given = parser.nextToken() != JsonToken.VALUE_NULL;
                if (fields.containsKey(field) || fields.size() < MOST_FIELDS) {
                    fields.merge(field, given ? 1 : 0, Integer::sum);
                }
                parser.skipChildren();
            }
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            return; // a text that only looks like JSON, where no schema asks for it
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Rows that are new. */
    int kept() {
        return kept;
    }

    /** What all rows are told, or null where they differ. */
    @Nullable
    String instruction() {
        return oneInstruction ? instruction : null;
    }

    DatasetStatistics statistics(DatasetStatistics.Leaks leaks) {
        List<FieldCoverage> covered = fields.entrySet().stream()
                .map(field -> new FieldCoverage(field.getKey(), field.getValue(), (double) field.getValue() / kept))
                .toList();
        return new DatasetStatistics(
                read, read - kept, contradicting, lengths(inputs, kept), lengths(outputs, kept), covered, leaks);
    }

    private static Lengths lengths(int[] all, int count) {
        int[] sorted = Arrays.copyOf(all, count);
        Arrays.sort(sorted);
        return new Lengths(
                sorted[0],
                sorted[count / 2],
                sorted[(int) (count * 95L / 100)],
                sorted[count - 1],
                Arrays.stream(sorted).average().orElseThrow());
    }

    /** What tells texts apart without holding them. */
    private record Print(long first, long second) {
        static Print of(String... texts) {
            MessageDigest sha256 = Split.sha256();
            for (String text : texts) {
                sha256.update(text.getBytes(StandardCharsets.UTF_8));
                sha256.update((byte) 0);
            }
            ByteBuffer digest = ByteBuffer.wrap(sha256.digest());
            return new Print(digest.getLong(), digest.getLong());
        }
    }
}
