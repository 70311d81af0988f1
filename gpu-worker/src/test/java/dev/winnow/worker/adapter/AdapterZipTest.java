package dev.winnow.worker.adapter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.winnow.worker.control.CoordinatorAwayException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AdapterZipTest {
    @TempDir
    Path folder;

    @Test
    void a_name_that_is_not_utf8_is_damage_that_may_be_gone_the_next_time() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            zip.putNextEntry(new ZipEntry("\u00e9"));
        }
        byte[] wrong = bytes.toByteArray();
        wrong[30] = (byte) 0xFF;
        Path zip = Files.write(folder.resolve("adapter.zip"), wrong);

        assertThatThrownBy(() -> AdapterZip.unpack(zip, folder)).isInstanceOf(CoordinatorAwayException.class);
        assertThat(folder).isDirectoryContaining("glob:**.zip");
    }
}
