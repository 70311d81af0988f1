package dev.winnow.worker.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FolderTest {
    @TempDir
    Path folder;

    private Path into;

    @BeforeEach
    void prepare() throws IOException {
        into = Files.createDirectories(folder.resolve("within/into"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"../out", "a/../../out", "/tmp/out", "..", "a/..", "a/b/c", "a\\b", ""})
    void a_name_that_leads_elsewhere_is_none_of_a_checkpoint(String name) throws IOException {
        byte[] zip = zip(name);

        assertThatThrownBy(() -> unpack(zip)).isInstanceOf(IOException.class).hasMessageContaining("has no file");
        assertThat(into).isEmptyDirectory();
    }

    @Test
    void a_name_that_is_not_utf8_is_none_of_a_checkpoint() throws IOException {
        byte[] wrong = zip("\u00e9");
        wrong[30] = (byte) 0xFF;

        assertThatThrownBy(() -> unpack(wrong))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("whose name cannot be read");
    }

    private void unpack(byte[] zip) throws IOException {
        Folder.unpack(Files.write(folder.resolve("sent.zip"), zip), into);
    }

    private static byte[] zip(String name) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            zip.putNextEntry(new ZipEntry(name));
        }
        return bytes.toByteArray();
    }
}
