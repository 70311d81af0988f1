package dev.winnow.benchmarks.faults;

import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import dev.winnow.benchmarks.faults.Fault.Part;
import dev.winnow.benchmarks.scripted.ScriptedModel;
import dev.winnow.common.result.ResultMessage;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URISyntaxException;
import java.security.GeneralSecurityException;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeoutException;

/** Does to the cluster what the plan says, and what supervisors of processes do. Not thread-safe. */
final class Disturbances {
    private static final int BROKER_PATIENCE_MILLIS = 3_000;

    private final FaultCluster cluster;
    private final PrintStream out;
    private final Set<String> hit = new HashSet<>();
    private final Operator operator;

    // Broker and database take seconds to start; other faults begin and end meanwhile.
    private final Map<Part, FutureTask<?>> starting = new EnumMap<>(Part.class);

    Disturbances(FaultCluster cluster, PrintStream out) {
        this.cluster = cluster;
        this.out = out;
        this.operator = new Operator(cluster.clients());
    }

    void begin(Fault fault) throws IOException, InterruptedException {
        Part part = fault.kind().part();
        if (starting.containsKey(part)) {
            out.println("         left out: the " + fault.place() + " is still starting");
            return;
        }
        hit.add(fault.place());
        switch (fault.kind()) {
            case KILL_WORKER, KILL_COORDINATOR ->
                cluster.process(part, fault.target()).kill();
            case STOP_WORKER -> cluster.process(part, fault.target()).stop();
            case DRAIN_WORKER -> operator.drain(FaultCluster.workerName(fault.target()), true);
            case FREEZE_WORKER, FREEZE_COORDINATOR ->
                cluster.process(part, fault.target()).freeze();
            case KILL_BROKER -> cluster.services().rabbit().kill();
            case KILL_DATABASE -> cluster.services().killPostgres();
            case DELETE_WORK_QUEUE -> delete(ScriptedModel.POOL.workQueue());
            case DELETE_RESULTS_QUEUE -> delete(ResultMessage.QUEUE);
            case CUT_WORKER_TO_BROKER,
                    CUT_WORKER_TO_COORDINATOR,
                    CUT_COORDINATOR_TO_BROKER,
                    CUT_COORDINATOR_TO_DATABASE ->
                cluster.link(part, fault.target()).cut();
            case STALL_WORKER_TO_BROKER,
                    STALL_WORKER_TO_COORDINATOR,
                    STALL_COORDINATOR_TO_BROKER,
                    STALL_COORDINATOR_TO_DATABASE ->
                cluster.link(part, fault.target()).stall();
        }
    }

    void end(Fault fault) throws IOException, InterruptedException {
        if (!hit.remove(fault.place())) {
            return;
        }
        Part part = fault.kind().part();
        switch (part) {
            case WORKER, COORDINATOR -> {
                cluster.process(part, fault.target()).thaw();
                cluster.process(part, fault.target()).start();
            }
            case WORKER_NAME -> operator.drain(FaultCluster.workerName(fault.target()), false);
            case BROKER ->
                start(part, () -> {
                    cluster.services().rabbit().start();
                    return part;
                });
            case DATABASE ->
                start(part, () -> {
                    cluster.services().startPostgres();
                    return part;
                });
            case WORK_QUEUE, RESULTS_QUEUE -> {
                // It is theirs to declare it again.
            }
            case WORKER_TO_BROKER, WORKER_TO_COORDINATOR, COORDINATOR_TO_BROKER, COORDINATOR_TO_DATABASE ->
                cluster.link(part, fault.target()).heal();
        }
    }

    private void start(Part part, Callable<Part> how) {
        FutureTask<Part> start = new FutureTask<>(how);
        starting.put(part, start);
        Thread thread = new Thread(start, "start of " + part.named(0));
        thread.setDaemon(true);
        thread.start();
    }

    /**
     * Whether all that was taken away is back.
     *
     * @throws IOException if something cannot be started again: there is no point in going on
     */
    boolean over() throws IOException, InterruptedException {
        for (Map.Entry<Part, FutureTask<?>> start : Map.copyOf(starting).entrySet()) {
            if (start.getValue().isDone()) {
                Part part = start.getKey();
                starting.remove(part);
                try {
                    start.getValue().get();
                } catch (ExecutionException e) {
                    throw new IOException("the " + part.named(0) + " does not start again: " + e.getCause(), e);
                }
            }
        }
        return starting.isEmpty() && operator.pending() == 0;
    }

    /** Starts those again that ended by themselves, as after poison. */
    int restartEnded() throws IOException {
        int restarted = 0;
        for (Part part : new Part[] {Part.WORKER, Part.COORDINATOR}) {
            for (int i = 0; i < part.count(); i++) {
                if (!hit.contains(part.named(i)) && !cluster.process(part, i).running()) {
                    cluster.process(part, i).start();
                    restarted++;
                }
            }
        }
        return restarted;
    }

    private void delete(String queue) throws IOException {
        ConnectionFactory factory = new ConnectionFactory();
        factory.setConnectionTimeout(BROKER_PATIENCE_MILLIS);
        factory.setHandshakeTimeout(BROKER_PATIENCE_MILLIS);
        try {
            factory.setUri(cluster.services().rabbit().uri());
            try (Connection connection = factory.newConnection("faults")) {
                connection.createChannel().queueDelete(queue);
            }
        } catch (IOException | TimeoutException e) {
            out.println("         " + queue + " could not be deleted: the broker is away");
        } catch (URISyntaxException | GeneralSecurityException e) {
            throw new IOException(e);
        }
    }
}
