package dev.winnow.cli.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.winnow.cli.process.SupervisorEvent.CannotStart;
import dev.winnow.cli.process.SupervisorEvent.Died;
import dev.winnow.cli.process.SupervisorEvent.GaveUp;
import dev.winnow.cli.process.SupervisorEvent.Started;
import dev.winnow.cli.process.SupervisorEvent.Stopped;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SupervisorTest {
    private static final RestartRules QUICK =
            new RestartRules(Duration.ofMillis(10), Duration.ofMillis(40), Duration.ofMinutes(1), 3);

    @TempDir
    Path folder;

    private final BlockingQueue<SupervisorEvent> events = new LinkedBlockingQueue<>();
    private RunFolder run = new RunFolder(Path.of(""));
    private Supervisor supervisor = new Supervisor(run, QUICK, events::add);

    @BeforeEach
    void prepare() {
        run = new RunFolder(folder);
        supervisor = new Supervisor(run, QUICK, events::add);
    }

    @AfterEach
    void end() {
        run.alive().forEach(process -> process.alive().ifPresent(ProcessHandle::destroyForcibly));
    }

    @Test
    void a_killed_process_runs_again_and_is_found_under_its_new_number() throws Exception {
        keep("a", "stay");
        long first = next(Started.class).pid();

        kill(first);

        assertThat(next(Died.class).process()).isEqualTo("a");
        Started again = next(Started.class);
        assertThat(again.again()).isTrue();
        assertThat(run.alive("a").orElseThrow().pid()).isEqualTo(again.pid()).isNotEqualTo(first);
        assertThat(run.alive("a").orElseThrow().facts()).containsEntry("behaviour", "stay");
    }

    @Test
    void what_dies_at_every_start_is_given_up_after_three_times() throws Exception {
        keep("a", "fail");

        assertThat(next(GaveUp.class)).isEqualTo(new GaveUp("a", 7));
        assertThat(run.alive("a")).isEmpty();
    }

    @Test
    void what_has_been_of_use_is_never_given_up() throws Exception {
        supervisor.proven();
        keep("a", "fail");

        for (int death = 1; death <= 4; death++) {
            assertThat(next(Died.class).startsAgainIn()).isEqualTo(QUICK.pauseAfter(death));
        }
    }

    @Test
    void groups_stop_one_after_another_and_nothing_starts_again() throws Exception {
        keep("worker", "stay");
        keep("coordinator", "stay");
        long worker = next(Started.class).pid();
        long coordinator = next(Started.class).pid();

        supervisor.stop(List.of(List.of("worker"), List.of("coordinator")), Duration.ofSeconds(30));

        assertThat(events).containsExactly(new Stopped("worker", false), new Stopped("coordinator", false));
        assertThat(List.of(worker, coordinator)).noneMatch(SupervisorTest::isAlive);
        assertThat(run.alive()).isEmpty();
    }

    @Test
    void what_will_not_stop_is_killed() throws Exception {
        keep("a", "stubborn");
        long pid = next(Started.class).pid();
        awaitLog("ready stubborn");

        supervisor.stop(List.of(List.of("a")), Duration.ofMillis(200));

        assertThat(events).containsExactly(new Stopped("a", true));
        assertThat(isAlive(pid)).isFalse();
    }

    @Test
    void a_restart_takes_the_plan_of_then_and_is_no_death() throws Exception {
        keep("a", "stay");
        long first = next(Started.class).pid();

        supervisor.restart("a");

        SupervisorEvent event = events.poll(30, TimeUnit.SECONDS);
        assertThat(event).isInstanceOf(Started.class);
        assertThat(isAlive(first)).isFalse();
    }

    @Test
    void what_is_replaced_starts_again_after_the_pause_of_a_death() throws Exception {
        supervisor.proven();
        keep("a", "stay");
        long first = next(Started.class).pid();

        supervisor.replace("a");

        assertThat(next(Died.class).startsAgainIn()).isEqualTo(QUICK.first());
        assertThat(next(Started.class).again()).isTrue();
        assertThat(isAlive(first)).isFalse();
    }

    @Test
    void a_command_that_is_not_there_is_told() throws Exception {
        supervisor.keep("a", () -> new ProcessPlan("a", List.of("/no/such/program"), Map.of(), log(), Map.of()));

        assertThat(next(CannotStart.class).reason()).contains("/no/such/program");
    }

    @Test
    void a_process_that_got_the_number_of_a_dead_one_is_not_taken_for_it() throws IOException {
        ProcessRecord own = ProcessRecord.of("a", ProcessHandle.current(), Map.of());
        run.add(own);
        assertThat(run.alive("a")).contains(own);

        run.add(new ProcessRecord("a", own.pid(), own.startedAt().minus(Duration.ofHours(1)), Map.of()));
        assertThat(run.alive("a")).isEmpty();
    }

    @Test
    void half_a_record_counts_for_nothing() throws IOException {
        Files.writeString(folder.resolve("a.json"), "{\"name\": \"a\", \"pi");
        assertThat(run.alive()).isEmpty();
    }

    private void keep(String name, String behaviour) {
        supervisor.keep(
                name,
                () -> new ProcessPlan(
                        name, StandIn.command(behaviour), Map.of(), log(), Map.of("behaviour", behaviour)));
    }

    private Path log() {
        return folder.resolve("a.log");
    }

    private void awaitLog(String text) throws Exception {
        long began = System.nanoTime();
        while (!Files.readString(log()).contains(text)) {
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(60));
            Thread.onSpinWait();
        }
    }

    private <E extends SupervisorEvent> E next(Class<E> type) throws InterruptedException {
        while (true) {
            SupervisorEvent event = events.poll(60, TimeUnit.SECONDS);
            assertThat(event).as("an event in time").isNotNull();
            if (type.isInstance(event)) {
                return type.cast(event);
            }
        }
    }

    private static void kill(long pid) {
        assertThat(ProcessHandle.of(pid).orElseThrow().destroyForcibly()).isTrue();
    }

    private static boolean isAlive(long pid) {
        return ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false);
    }
}
