package dev.winnow.coordinator.dataset;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.winnow.coordinator.dataset.DatasetTrial.Form;
import dev.winnow.coordinator.problem.ProblemException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;

/** What the fuzzers found in imports. */
class DatasetTrialTest {
    private static final String ROW = "{\"input\": \"in %d\", \"output\": {\"title\": \"x\"}}\n";

    private final DatasetTrial trial = new DatasetTrial(1 << 16, 1 << 20);

    @Test
    void rows_are_read_as_an_import_reads_them() throws IOException {
        String rows = ROW.formatted(1) + ROW.formatted(2) + ROW.formatted(1);

        assertThat(trial.read(new ByteArrayInputStream(rows.getBytes(UTF_8)), Form.LINES))
                .isEqualTo(2);
    }

    @Test
    void a_zip_that_breaks_off_within_its_rows_is_the_senders_fault() throws IOException {
        byte[] whole = zip("train.jsonl");

        assertRefused(Arrays.copyOf(whole, whole.length / 2));
    }

    @Test
    void a_zip_with_a_name_that_is_not_utf8_is_the_senders_fault() throws IOException {
        byte[] wrong = zip("\u00e9/train.jsonl");
        wrong[30] = (byte) 0xFF;

        assertRefused(wrong);
    }

    private void assertRefused(byte[] zip) {
        assertThatThrownBy(() -> trial.read(new ByteArrayInputStream(zip), Form.ZIP))
                .isInstanceOfSatisfying(ProblemException.class, refused -> {
                    assertThat(refused.problem().status()).isEqualTo(422);
                    assertThat(refused.problem().code()).isEqualTo("invalid_zip");
                });
    }

    private static byte[] zip(String name) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            zip.putNextEntry(new ZipEntry(name));
            for (int i = 0; i < 50; i++) {
                zip.write(ROW.formatted(i).getBytes(UTF_8));
            }
        }
        return bytes.toByteArray();
    }
}
