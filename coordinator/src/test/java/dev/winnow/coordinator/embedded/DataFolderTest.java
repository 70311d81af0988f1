package dev.winnow.coordinator.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataFolderTest {
    private static final int STICKY_AND_OPEN = 01777;

    @TempDir
    Path place;

    @Test
    void a_folder_that_holds_other_things_is_refused_and_stays_as_it_was() throws IOException {
        Files.writeString(place.resolve("thesis.txt"), "mine");
        Files.setAttribute(place, "unix:mode", STICKY_AND_OPEN);

        assertThatThrownBy(() -> DataFolder.open(place))
                .isInstanceOf(StartException.class)
                .hasMessageContaining("thesis.txt")
                .hasMessageContaining("--data or WINNOW_DATA");

        assertThat(mode(place)).isEqualTo(STICKY_AND_OPEN);
        assertThat(place).isDirectoryNotContaining("glob:**.lock");
    }

    @Test
    void a_folder_that_was_there_keeps_its_modes() throws Exception {
        Files.setAttribute(place, "unix:mode", STICKY_AND_OPEN);

        DataFolder.open(place).close();

        assertThat(mode(place)).isEqualTo(STICKY_AND_OPEN);
    }

    @Test
    void a_folder_that_is_made_lets_nobody_else_look() throws Exception {
        Path made = place.resolve("of/its/own");

        DataFolder.open(made).close();

        assertThat(mode(made)).isEqualTo(DroppedRights.isRoot() ? 0711 : 0700);
    }

    @Test
    void a_folder_that_was_used_before_or_that_the_launcher_prepared_is_opened() throws Exception {
        Path used = place.resolve("used");
        DataFolder.open(used).close();
        Files.writeString(used.resolve("postgres.log"), "log");
        Path prepared = Files.createDirectory(place.resolve("prepared"));
        Files.writeString(prepared.resolve("admin.key"), "wk_1");
        Path fresh = Files.createDirectory(place.resolve("fresh"));
        Files.createDirectory(fresh.resolve("lost+found"));

        DataFolder.open(used).close();
        DataFolder.open(prepared).close();
        DataFolder.open(fresh).close();

        assertThat(used.resolve("postgres.log")).hasContent("log");
    }

    private static int mode(Path folder) throws IOException {
        return (Integer) Files.getAttribute(folder, "unix:mode") & 07777;
    }
}
