package dev.winnow.coordinator.harness;

/** Makes the test's RabbitMQ believe that its disk is full, until it is closed. */
public final class BrokerAlarm implements AutoCloseable {
    public BrokerAlarm() {
        BrokerScript.run("alarm", "on");
    }

    @Override
    public void close() {
        BrokerScript.run("alarm", "off");
    }
}
