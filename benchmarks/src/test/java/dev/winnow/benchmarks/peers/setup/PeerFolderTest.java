package dev.winnow.benchmarks.peers.setup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PeerFolderTest {
    @TempDir
    private Path root;

    private final AtomicInteger made = new AtomicInteger();

    private Path part(String recipe) throws IOException, InterruptedException {
        return new PeerFolder(root.resolve("peers"))
                .part(
                        "llama.cpp",
                        recipe,
                        part -> Files.writeString(part.resolve("made"), "" + made.incrementAndGet()));
    }

    @Test
    void a_part_is_made_once() throws Exception {
        Path first = part("version 1");
        Path second = part("version 1");

        assertThat(second).isEqualTo(first);
        assertThat(second.getFileName().toString()).startsWith("llama.cpp-");
        assertThat(second.resolve("made")).hasContent("1");
    }

    @Test
    void another_recipe_has_a_part_of_its_own() throws Exception {
        Path first = part("version 1");
        Path second = part("version 2");

        assertThat(second).isNotEqualTo(first);
        assertThat(first.resolve("made")).hasContent("1");
        assertThat(second.resolve("made")).hasContent("2");
    }

    @Test
    void recipes_that_differ_only_far_behind_are_told_apart() throws Exception {
        assertThat(part("x".repeat(100_000) + "1")).isNotEqualTo(part("x".repeat(100_000) + "2"));
    }

    @Test
    void what_was_broken_off_is_made_anew_in_an_empty_folder() throws Exception {
        PeerFolder folder = new PeerFolder(root);
        assertThatIOException()
                .isThrownBy(() -> folder.part("llama.cpp", "version 1", part -> {
                    Files.writeString(
                            Files.createDirectory(part.resolve("build")).resolve("half"), "");
                    throw new IOException("no more room");
                }))
                .withMessage("no more room");

        Path part = folder.part("llama.cpp", "version 1", empty -> {
            assertThat(empty).isEmptyDirectory();
            Files.writeString(empty.resolve("whole"), "");
        });

        assertThat(part.resolve("whole")).exists();
        assertThat(part.resolve("build")).doesNotExist();
    }
}
