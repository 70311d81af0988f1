package dev.winnow.benchmarks.peers.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.NullNode;
import dev.winnow.benchmarks.peers.document.TokenDocument;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisabledOnOs(OS.WINDOWS)
@Timeout(60)
class LineTalkTest {
    private static final String READY = "read -r how; echo '{\"ready\":true}'\n";
    private static final Task TASK = new Task(
            Kind.FREE,
            9,
            List.of(new TokenDocument("A bicycle.", List.of(1, 2), List.of(7), NullNode.getInstance(), true)));

    @TempDir
    private Path folder;

    private LineTalk start(String script) throws IOException {
        return LineTalk.start(
                List.of("sh", "-c", script),
                Map.of("FOLDER", folder.toString()),
                folder.resolve("log.txt"),
                Map.of("batch", 8));
    }

    @Test
    void a_process_is_told_how_to_start_and_each_task_in_a_line() throws IOException {
        ObjectMapper mapper = new ObjectMapper();
        String script = """
                read -r how; echo "$how" > "$FOLDER/how"; echo '{"ready":true}'
                read -r task; echo "$task" > "$FOLDER/task"
                echo '{"seconds":1.5,"outputs":[{"tokens":[7,8],"steps":3,"truncated":true}]}'
                read -r task; echo '{"seconds":2.5,"outputs":[]}'
                read -r end""";
        try (LineTalk talk = start(script)) {
            assertThat(talk.run(TASK)).isEqualTo(new Answer(1.5, List.of(new Output(List.of(7, 8), 3, true))));
            assertThat(talk.run(TASK)).isEqualTo(new Answer(2.5, List.of()));
        }

        assertThat(mapper.readTree(folder.resolve("how").toFile())).isEqualTo(mapper.readTree("{\"batch\":8}"));
        assertThat(mapper.readTree(folder.resolve("task").toFile())).isEqualTo(mapper.readTree("""
                {"kind":"FREE","most_output_tokens":9,
                "documents":[{"input":"A bicycle.","prompt":[1,2],"reference":[7]}]}"""));
    }

    @Test
    void a_process_that_refuses_says_why() {
        assertThatExceptionOfType(SystemRefusedException.class)
                .isThrownBy(
                        () -> start("read -r how; echo '{\"refused\":\"this processor has no int8\"}'; read -r end"))
                .withMessage("this processor has no int8");
    }

    @Test
    void a_process_that_dies_before_it_is_ready_leaves_its_last_words() {
        assertThatIOException()
                .isThrownBy(() -> start("read -r how; echo 'no such model' >&2; exit 3"))
                .isNotInstanceOf(SystemRefusedException.class)
                .withMessageStartingWith("The process ended. The end of " + folder.resolve("log.txt"))
                .withMessageEndingWith("no such model");
    }

    @Test
    void a_process_that_dies_at_a_task_leaves_its_last_words() throws IOException {
        try (LineTalk talk = start(READY + "read -r task; echo 'out of memory' >&2")) {
            assertThatIOException().isThrownBy(() -> talk.run(TASK)).withMessageEndingWith("out of memory");
            // Now the line cannot even be written.
            assertThatIOException().isThrownBy(() -> talk.run(TASK)).withMessageEndingWith("out of memory");
        }
    }

    @Test
    void what_a_process_says_beside_its_answers_is_in_the_log() throws IOException {
        Files.writeString(folder.resolve("log.txt"), "from before\n");

        start("echo loading >&2\n" + READY + "read -r end").close();

        assertThat(folder.resolve("log.txt")).hasContent("from before\nloading\n");
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void a_running_process_tells_its_memory_and_ends_when_it_is_closed() throws IOException {
        LineTalk talk = start("echo $$ > \"$FOLDER/pid\"\n" + READY + "read -r end");
        long pid = Long.parseLong(Files.readString(folder.resolve("pid")).strip());

        assertThat(talk.peakMebibytes()).isPositive();
        talk.close();

        assertThat(ProcessHandle.of(pid).filter(ProcessHandle::isAlive)).isEmpty();
    }
}
