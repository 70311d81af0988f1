package dev.winnow.worker.adapter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.winnow.common.adapter.AdapterFiles;
import dev.winnow.worker.control.AdapterGoneException;
import dev.winnow.worker.control.CoordinatorAwayException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AdapterFolderTest {
    @TempDir
    private Path temporary;

    private final TinyPeft first = new TinyPeft(1);
    private final TinyPeft second = new TinyPeft(2);
    private final TinyPeft third = new TinyPeft(3);
    private final Map<String, TinyPeft> coordinator =
            new HashMap<>(Map.of(first.hash(), first, second.hash(), second, third.hash(), third));
    private final List<String> fetched = new ArrayList<>();
    private Instant now = Instant.parse("2026-01-01T12:00:00Z");

    @Test
    void an_adapter_is_fetched_once_and_its_files_are_those_that_its_hash_names() throws Exception {
        Path files = use(folder(1 << 20), first);

        assertThat(files).isDirectoryContaining("glob:**" + AdapterFiles.CONFIG);
        assertThat(files).isDirectoryContaining("glob:**" + AdapterFiles.WEIGHTS);
        assertThat(use(folder(1 << 20), first)).isEqualTo(files);
        assertThat(fetched).containsExactly(first.hash());
        assertThat(temporary.resolve(AdapterFiles.WEIGHTS)).doesNotExist();
    }

    @Test
    void the_one_that_was_used_longest_ago_goes_when_there_is_no_room() throws Exception {
        AdapterFolder folder = folder(2 * first.size());
        Path one = use(folder, first);
        Path two = use(folder, second);
        use(folder, first);

        Path three = use(folder, third);

        assertThat(two).doesNotExist();
        assertThat(one).exists();
        assertThat(three).exists();
        assertThat(use(folder, second)).exists();
        assertThat(fetched).containsExactly(first.hash(), second.hash(), third.hash(), second.hash());
    }

    @Test
    void what_a_killed_worker_has_left_half_removed_is_fetched_again() throws Exception {
        Path files = use(folder(1 << 20), first);
        Files.delete(files.resolve(AdapterFiles.WEIGHTS));

        assertThat(use(folder(1 << 20), first).resolve(AdapterFiles.WEIGHTS)).exists();
        assertThat(fetched).containsExactly(first.hash(), first.hash());
    }

    @Test
    void what_another_worker_is_just_fetching_stays_when_room_is_made() throws Exception {
        AdapterFolder folder = folder(1);
        use(folder, first);
        Path part = Files.createTempDirectory(use(folder, second).getParent(), "part-");
        Files.writeString(part.resolve(AdapterFiles.CONFIG), "{}");
        Files.setLastModifiedTime(part, FileTime.from(now));

        use(folder, third);

        assertThat(part.resolve(AdapterFiles.CONFIG)).exists();
    }

    @Test
    void one_that_is_larger_than_all_the_room_stays_alone() throws Exception {
        AdapterFolder folder = folder(1);
        Path one = use(folder, first);
        Path two = use(folder, second);

        assertThat(one).doesNotExist();
        assertThat(two).exists();
    }

    @Test
    void what_is_not_what_its_hash_names_is_not_kept_and_may_be_fetched_again() throws Exception {
        coordinator.put(first.hash(), second);
        AdapterFolder folder = folder(1 << 20);

        assertThatThrownBy(() -> folder.of(first.hash()))
                .isInstanceOf(CoordinatorAwayException.class)
                .hasMessageContaining(second.hash());
        assertNothingIsLeft();

        coordinator.put(first.hash(), first);
        assertThat(use(folder, first)).exists();
    }

    @Test
    void what_came_damaged_is_not_kept() throws Exception {
        AdapterFolder folder =
                new AdapterFolder(root(), 1 << 20, (hash, zip) -> cutOff(first, zip), Clock.fixed(now, ZoneOffset.UTC));

        assertThatThrownBy(() -> folder.of(first.hash())).isInstanceOf(CoordinatorAwayException.class);
        assertNothingIsLeft();
    }

    @Test
    void what_is_gone_is_said_to_be_gone() throws Exception {
        coordinator.clear();
        assertThatThrownBy(() -> folder(1 << 20).of(first.hash())).isInstanceOf(AdapterGoneException.class);
        assertNothingIsLeft();
    }

    private static void cutOff(TinyPeft adapter, Path zip) {
        adapter.writeTo(zip);
        try {
            byte[] whole = Files.readAllBytes(zip);
            Files.write(zip, java.util.Arrays.copyOf(whole, whole.length / 3));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private void assertNothingIsLeft() throws IOException {
        try (Stream<Path> left = Files.list(root())) {
            assertThat(left).isEmpty();
        }
    }

    private Path root() {
        return temporary.resolve("adapters");
    }

    private AdapterFolder folder(long mostBytes) {
        return new AdapterFolder(root(), mostBytes, this::fetch, new Clock() {
            @Override
            public java.time.ZoneId getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(java.time.ZoneId zone) {
                return this;
            }

            @Override
            public Instant instant() {
                return now;
            }
        });
    }

    private void fetch(String hash, Path zip) throws AdapterGoneException {
        TinyPeft adapter = coordinator.get(hash);
        if (adapter == null) {
            throw new AdapterGoneException(hash + " is gone");
        }
        fetched.add(hash);
        adapter.writeTo(zip);
    }

    private Path use(AdapterFolder folder, TinyPeft adapter) throws Exception {
        now = now.plus(Duration.ofMinutes(1));
        return folder.of(adapter.hash());
    }
}
