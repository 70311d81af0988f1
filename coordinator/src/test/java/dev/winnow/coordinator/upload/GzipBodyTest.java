package dev.winnow.coordinator.upload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GzipBodyTest {
    @ParameterizedTest
    @ValueSource(ints = {1, 7, 20, 64, 1 << 16})
    void members_are_all_read_however_they_arrive(int pieceBytes) throws IOException {
        byte[] body = joined(packed("one "), packed("two "), packed(""), packed("three"));

        assertThat(text(new GzipBody(new Arriving(body, pieceBytes, null)))).isEqualTo("one two three");
    }

    @Test
    void a_sender_who_goes_between_two_members_did_not_send_all() {
        IOException gone = new IOException("the client did not send all of it");

        assertThatThrownBy(() -> text(new GzipBody(new Arriving(packed("one"), 8, gone))))
                .isSameAs(gone);
    }

    @Test
    void what_is_no_member_behind_one_is_refused() {
        byte[] rubbish = "and more".getBytes(StandardCharsets.UTF_8);

        assertThatThrownBy(() -> text(new GzipBody(new Arriving(joined(packed("one"), rubbish), 64, null))))
                .isInstanceOf(BodyCodingException.class)
                .hasMessageContaining("no gzip");
    }

    @Test
    void a_member_that_is_cut_is_refused() {
        byte[] whole = packed("a text that is long enough");

        assertThatThrownBy(() -> text(new GzipBody(new Arriving(Arrays.copyOf(whole, whole.length - 9), 64, null))))
                .isInstanceOf(BodyCodingException.class);
    }

    @Test
    void members_with_nothing_in_them_cost_no_stack() throws IOException {
        List<byte[]> empty = Collections.nCopies(50_000, packed(""));
        byte[] body = joined(joined(empty.toArray(byte[][]::new)), packed("x"));

        assertThat(text(new GzipBody(new Arriving(body, 1 << 16, null)))).isEqualTo("x");
    }

    private static String text(InputStream body) throws IOException {
        try (body) {
            return new String(body.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static byte[] packed(String text) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return out.toByteArray();
    }

    private static byte[] joined(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }

    /** Gives what has arrived, as a connection does, and knows of nothing that is yet to come. */
    private static final class Arriving extends InputStream {
        private final Deque<Integer> bytes = new ArrayDeque<>();
        private final int piece;
        private final Optional<IOException> end;

        Arriving(byte[] body, int piece, @Nullable IOException end) {
            for (byte each : body) {
                bytes.add(each & 0xff);
            }
            this.piece = piece;
            this.end = Optional.ofNullable(end);
        }

        @Override
        public int read() throws IOException {
            if (!bytes.isEmpty()) {
                return bytes.remove();
            }
            if (end.isPresent()) {
                throw end.get();
            }
            return -1;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            int first = read();
            if (first < 0) {
                return -1;
            }
            target[offset] = (byte) first;
            int read = 1;
            while (read < Math.min(piece, length) && !bytes.isEmpty()) {
                target[offset + read++] = (byte) read();
            }
            return read;
        }
    }
}
