package dev.winnow.cli.extraction;

import static org.assertj.core.api.Assertions.assertThat;

import dev.winnow.cli.Terminal;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of that which lies where `extract --out` points. */
class OutputPlaceTest {
    private static final String RESULT = "{\"id\":\"page.txt\",\"output\":{\"title\":\"x\"}}\n";

    @TempDir
    Path folder;

    private final StandInService service = started();

    private static StandInService started() {
        try {
            return new StandInService();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @AfterEach
    void stop() {
        service.close();
    }

    @Test
    void a_pipe_stays_a_pipe_and_gets_the_results() throws Exception {
        Path pipe = folder.resolve("pipe");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();
        Process reader = new ProcessBuilder("cat", pipe.toString()).start();

        assertThat(extract(pipe).run()).isZero();

        assertThat(new String(reader.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                .isEqualTo(RESULT);
        assertThat(Files.readAttributes(pipe, BasicFileAttributes.class).isOther())
                .isTrue();
    }

    @Test
    void a_link_stays_a_link_and_what_it_leads_to_is_written() throws IOException {
        Path there = Files.writeString(folder.resolve("there.jsonl"), "old");
        Path link = Files.createSymbolicLink(folder.resolve("link.jsonl"), Path.of("there.jsonl"));
        Path missing = folder.resolve("missing.jsonl");
        Path dangling = Files.createSymbolicLink(folder.resolve("dangling.jsonl"), missing);

        assertThat(extract(link).run()).isZero();
        assertThat(extract(dangling).run()).isZero();

        assertThat(link).isSymbolicLink();
        assertThat(there).hasContent(RESULT);
        assertThat(dangling).isSymbolicLink();
        assertThat(missing).hasContent(RESULT);
    }

    @Test
    void a_circle_of_links_is_refused() throws IOException {
        Path link = Files.createSymbolicLink(folder.resolve("a"), Path.of("b"));
        Files.createSymbolicLink(folder.resolve("b"), Path.of("a"));

        assertRefused(link, "circle of links");
    }

    @Test
    void a_folder_is_refused_even_if_it_is_empty() throws IOException {
        Path empty = Files.createDirectory(folder.resolve("empty"));

        assertRefused(empty, "is a folder: name a file in it");

        assertThat(empty).isDirectory();
    }

    @Test
    void a_place_that_cannot_be_written_is_refused_before_any_work() {
        assertRefused(Path.of("/proc/out.jsonl"), "cannot be written"); // not even root can
        assertRefused(folder.resolve("no/such/out.jsonl"), "its folder does not exist");
    }

    @Test
    void a_new_file_has_the_rights_of_any_new_file_and_an_old_one_keeps_its_own() throws IOException {
        Path any = Files.createFile(folder.resolve("any"));
        Path fresh = folder.resolve("fresh.jsonl");
        Path shared = Files.createFile(folder.resolve("shared.jsonl"));
        Files.setPosixFilePermissions(shared, PosixFilePermissions.fromString("rw-rw----"));

        assertThat(extract(fresh).run()).isZero();
        assertThat(extract(shared).run()).isZero();

        assertThat(Files.getPosixFilePermissions(fresh)).isEqualTo(Files.getPosixFilePermissions(any));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(shared)))
                .isEqualTo("rw-rw----");
    }

    private record Extraction(Terminal terminal, Path out, String page) {
        int run() {
            return terminal.run("extract", "--keys", "title", "--out", out.toString(), page);
        }
    }

    private Extraction extract(Path out) {
        service.hasResults(RESULT);
        Terminal terminal =
                new Terminal(folder).with("WINNOW_URL", service.url()).with("WINNOW_API_KEY", "wk_test");
        return new Extraction(terminal, out, page());
    }

    private String page() {
        try {
            return Files.writeString(folder.resolve("page.txt"), "Concert").toString();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private void assertRefused(Path out, String message) {
        Extraction extraction = extract(out);
        assertThat(extraction.run()).isEqualTo(2);
        assertThat(extraction.terminal().err()).contains("--out " + out).contains(message);
        assertThat(service.received()).isEmpty();
    }
}
