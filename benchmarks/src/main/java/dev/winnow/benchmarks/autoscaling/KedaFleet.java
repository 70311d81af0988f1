package dev.winnow.benchmarks.autoscaling;

/**
 * A fleet under KEDA: its operator moves it between none and one, the {@link Autoscaler} all the rest. Both ask for
 * themselves, as they do.
 */
final class KedaFleet implements Fleet {
    private final ScalingSettings settings;
    private final Autoscaler autoscaler;
    private final Pods pods;
    private final Changes changes = new Changes();
    // The first cooldown is the manifest's initialCooldownPeriod, of a first day; this is a later one.
    private int lastActive = Integer.MIN_VALUE / 2;

    KedaFleet(ScalingSettings settings, Pods pods) {
        this.settings = settings;
        this.autoscaler = new Autoscaler(settings);
        this.pods = pods;
    }

    @Override
    public void pass(int now, Backlog backlog) {
        if (now % settings.polling() == 0) {
            operate(now, backlog.items() > settings.activation());
        }
        if (now % Autoscaler.EVERY == 0 && pods.replicas() > 0) {
            scale(now, autoscaler.look(now, pods.replicas(), backlog.items()));
        }
        pods.pass(now);
    }

    private void operate(int now, boolean active) {
        if (active) {
            lastActive = now;
        }
        if (pods.replicas() < settings.least()) {
            scale(now, settings.least());
        } else if (active && pods.replicas() == 0) {
            scale(now, 1);
        } else if (!active && settings.least() == 0 && now - lastActive > settings.cooldown()) {
            scale(now, 0);
        }
    }

    private void scale(int now, int replicas) {
        if (replicas != pods.replicas()) {
            changes.add(now, pods.replicas(), replicas);
            pods.scale(now, replicas);
        }
    }

    @Override
    public int working(int now) {
        return pods.working(now);
    }

    @Override
    public long paidSeconds() {
        return pods.paidSeconds();
    }

    @Override
    public Changes changes() {
        return changes;
    }
}
