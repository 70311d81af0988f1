package dev.winnow.worker.life;

/** Makes the test's RabbitMQ believe that its disk is full, until it is closed. */
final class BrokerAlarm implements AutoCloseable {
    BrokerAlarm() {
        BrokerScript.run("alarm", "on");
    }

    @Override
    public void close() {
        BrokerScript.run("alarm", "off");
    }
}
