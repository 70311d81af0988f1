package dev.winnow.coordinator.upload;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** Each of these came out of Java's reader as another exception; the fuzzers found them. */
class ZipBodyTest {
    @Test
    void files_come_one_after_the_other() throws IOException {
        ZipBody zip = new ZipBody(new ByteArrayInputStream(zip("a/b.txt", "one")));

        assertThat(zip.next()).isEqualTo("a/b.txt");
        assertThat(zip.inFolder()).isFalse();
        assertThat(zip.readAllBytes()).isEqualTo("one".getBytes(ISO_8859_1));
        assertThat(zip.next()).isNull();
    }

    @Test
    void a_file_that_breaks_off_is_no_zip() throws IOException {
        byte[] whole = zip("a.txt", "one two three");
        ZipBody zip = new ZipBody(new ByteArrayInputStream(Arrays.copyOf(whole, 40)));

        zip.next();
        assertBroken(zip::readAllBytes);
    }

    @Test
    void a_file_whose_sum_is_another_is_no_zip() throws IOException {
        byte[] wrong = zip("a.txt", "one two three");
        int sum = new String(wrong, ISO_8859_1).indexOf("PK\007\b") + 4;
        wrong[sum] ^= 1;
        ZipBody zip = new ZipBody(new ByteArrayInputStream(wrong));

        zip.next();
        assertBroken(zip::readAllBytes);
    }

    @Test
    void a_name_that_is_not_utf8_is_no_zip() throws IOException {
        byte[] wrong = zip("\u00e9.txt", "one");
        wrong[30] = (byte) 0xFF;

        assertBroken(new ZipBody(new ByteArrayInputStream(wrong))::next);
    }

    @Test
    void a_sender_that_goes_away_is_another_matter() {
        InputStream away = new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("gone");
            }
        };

        assertThatThrownBy(new ZipBody(away)::next)
                .isInstanceOf(IOException.class)
                .isNotInstanceOf(ZipBody.BrokenException.class)
                .hasMessage("gone");
    }

    private static void assertBroken(ThrowingCallable read) {
        assertThatThrownBy(read).isInstanceOf(ZipBody.BrokenException.class);
    }

    private static byte[] zip(String name, String content) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            zip.putNextEntry(new ZipEntry(name));
            zip.write(content.getBytes(ISO_8859_1));
        }
        return bytes.toByteArray();
    }
}
