package dev.winnow.cli.process;

import dev.winnow.cli.process.SupervisorEvent.CannotStart;
import dev.winnow.cli.process.SupervisorEvent.Died;
import dev.winnow.cli.process.SupervisorEvent.GaveUp;
import dev.winnow.cli.process.SupervisorEvent.Started;
import dev.winnow.cli.process.SupervisorEvent.Stopped;
import java.io.File;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Starts processes and starts them again when they die. All its decisions are made on one thread of its own, so that
 * deaths, restarts and stops come one after another. Thread-safe.
 */
public final class Supervisor {
    private static final Duration REPLACEMENT_GRACE = Duration.ofSeconds(30);

    private final RunFolder run;
    private final RestartRules rules;
    private final Consumer<SupervisorEvent> listener;
    private final ExecutorService loop = Executors.newSingleThreadExecutor(task -> new Thread(task, "supervisor"));
    private final Map<String, Charge> charges = new LinkedHashMap<>();
    private boolean proven;

    /** One process in its care; touched by the loop alone. */
    private static final class Charge {
        final Supplier<ProcessPlan> plan;

        @Nullable
        Process process;

        @Nullable
        Process unwanted;

        long unwantedSince;
        long startedAt;
        int deathsInARow;
        boolean startedBefore;
        boolean restarting;
        boolean stopping;

        Charge(Supplier<ProcessPlan> plan) {
            this.plan = plan;
        }
    }

    /** The listener is called on the supervisor's own thread and must not block. */
    public Supervisor(RunFolder run, RestartRules rules, Consumer<SupervisorEvent> listener) {
        this.run = run;
        this.rules = rules;
        this.listener = listener;
    }

    /** Starts a process and keeps it alive; the plan is asked for anew at every start. */
    public void keep(String name, Supplier<ProcessPlan> plan) {
        loop.execute(() -> {
            charges.put(name, new Charge(plan));
            start(name);
        });
    }

    /** From now on nothing is given up: all has worked once. */
    public void proven() {
        loop.execute(() -> proven = true);
    }

    /** Ends a process gently, and starts it with its plan of then. */
    public void restart(String name) {
        loop.execute(() -> {
            Charge charge = charges.get(name);
            if (charge != null && charge.process != null && !charge.stopping) {
                charge.restarting = true;
                charge.process.destroy();
            }
        });
    }

    /**
     * Ends a process that is of no use any more, gently at first; its end is a death, so it starts again after the
     * pause that a death has. May be asked again until it has ended.
     */
    public void replace(String name) {
        loop.execute(() -> {
            Charge charge = charges.get(name);
            if (charge == null || charge.process == null || charge.stopping) {
                return;
            }
            if (charge.unwanted != charge.process) {
                charge.unwanted = charge.process;
                charge.unwantedSince = System.nanoTime();
                charge.process.destroy();
            } else if (System.nanoTime() - charge.unwantedSince > REPLACEMENT_GRACE.toNanos()) {
                charge.process.destroyForcibly();
            }
        });
    }

    private void start(String name) {
        Charge charge = charges.get(name);
        if (charge == null || charge.stopping || charge.process != null) {
            return;
        }
        try {
            ProcessPlan plan = charge.plan.get();
            ProcessBuilder builder = new ProcessBuilder(plan.command())
                    .redirectErrorStream(true)
                    .redirectInput(new File("/dev/null"))
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(plan.log().toFile()));
            builder.environment().putAll(plan.environment());
            Process process = builder.start();
            charge.process = process;
            charge.startedAt = System.nanoTime();
            run.add(ProcessRecord.of(name, process.toHandle(), plan.facts()));
            listener.accept(new Started(name, process.pid(), charge.startedBefore));
            charge.startedBefore = true;
            CompletableFuture<Void> unused = process.onExit().thenAcceptAsync(ended -> ended(name, ended), loop);
        } catch (IOException e) {
            listener.accept(new CannotStart(name, String.valueOf(e.getMessage())));
        }
    }

    private void ended(String name, Process process) {
        Charge charge = charges.get(name);
        if (charge == null || charge.process != process) {
            return;
        }
        charge.process = null;
        if (charge.stopping) {
            return;
        }
        if (charge.restarting) {
            charge.restarting = false;
            start(name);
            return;
        }
        Duration ran = Duration.ofNanos(System.nanoTime() - charge.startedAt);
        charge.deathsInARow = ran.compareTo(rules.healthyAfter()) >= 0 ? 1 : charge.deathsInARow + 1;
        if (!proven && charge.deathsInARow >= rules.earlyDeaths()) {
            listener.accept(new GaveUp(name, process.exitValue()));
            return;
        }
        Duration pause = rules.pauseAfter(charge.deathsInARow);
        listener.accept(new Died(name, process.exitValue(), pause));
        CompletableFuture.delayedExecutor(pause.toMillis(), TimeUnit.MILLISECONDS, loop)
                .execute(() -> start(name));
    }

    /**
     * Ends all processes, those of the first group before those of the next; each group is asked gently, and killed
     * after its time. Nothing is started afterwards.
     */
    public void stop(List<List<String>> groups, Duration grace) {
        for (List<String> group : groups) {
            List<Future<?>> stops = group.stream()
                    .<Future<?>>map(name -> {
                        @Nullable Process process = askToStop(name);
                        return process == null
                                ? CompletableFuture.completedFuture(null)
                                : CompletableFuture.runAsync(() -> finish(name, process, grace));
                    })
                    .toList();
            stops.forEach(Supervisor::join);
        }
        loop.shutdownNow();
    }

    private @Nullable Process askToStop(String name) {
        Future<@Nullable Process> asked = loop.submit(() -> {
            Charge charge = charges.get(name);
            if (charge == null) {
                return null;
            }
            charge.stopping = true;
            if (charge.process != null) {
                charge.process.destroy();
            }
            return charge.process;
        });
        return join(asked);
    }

    private void finish(String name, Process process, Duration grace) {
        boolean killed = false;
        try {
            process.onExit().get(grace.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            killed = true;
            process.destroyForcibly().onExit().join();
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException("interrupted while " + name + " stops", e);
        }
        try {
            run.remove(name);
        } catch (IOException e) {
            listener.accept(new CannotStart(name, "its record cannot be removed: " + e.getMessage()));
        }
        listener.accept(new Stopped(name, killed));
    }

    private static <T extends @Nullable Object> T join(Future<T> future) {
        try {
            return future.get();
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException("the supervisor was interrupted while it stops", e);
        }
    }
}
