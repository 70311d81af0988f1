package dev.winnow.benchmarks.racepoints;

import static org.assertj.core.api.Assertions.assertThat;

import dev.winnow.coordinator.racepoint.RacePoint;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ListedPointsTest {
    @Test
    void the_page_of_the_protocol_lists_every_race_point_in_its_order() throws IOException {
        List<String> listed =
                Files.readAllLines(RaceCluster.projectRoot().resolve("docs/reference/protocol.md")).stream()
                        .filter(line -> line.matches("\\| `[A-Z_]+` \\|.*"))
                        .map(line -> line.split("`", -1)[1])
                        .toList();

        assertThat(listed)
                .containsExactlyElementsOf(Stream.concat(
                                Arrays.stream(RacePoint.values()),
                                Arrays.stream(dev.winnow.worker.racepoint.RacePoint.values()))
                        .map(Enum::name)
                        .toList());
    }
}
