package dev.winnow.coordinator.embedded;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Starts the coordinator: first the services that nobody configured, then Quarkus, which finds them by properties; and
 * stops both in the opposite order, so that no pool looks for a database that has gone.
 */
@QuarkusMain
public final class Main {
    private static final int CANNOT_START = 1;
    private static final long STOP_SECONDS = 60;

    private Main() {}

    public static void main(String... arguments) {
        EmbeddedServices services;
        try {
            services = EmbeddedServices.start(EmbeddedSettings.fromEnvironment());
        } catch (StartException e) {
            System.err.println("winnow coordinator: " + e.getMessage());
            System.exit(CANNOT_START);
            return;
        }
        services.properties().forEach(System::setProperty);
        CountDownLatch applicationStopped = new CountDownLatch(1);
        Runtime.getRuntime()
                .addShutdownHook(new Thread(() -> closeAfter(applicationStopped, services), "services stop"));
        Quarkus.run(
                null,
                (code, failure) -> {
                    if (failure != null) {
                        System.err.println("winnow coordinator: the application ended with " + failure);
                        failure.printStackTrace();
                    }
                    applicationStopped.countDown();
                    System.exit(code); // runs the hook, or waits for it where a signal has started it
                },
                arguments);
    }

    /** All hooks run at once, and the JVM ends when the last has ended: this one waits for Quarkus' own. */
    private static void closeAfter(CountDownLatch applicationStopped, EmbeddedServices services) {
        try {
            if (!applicationStopped.await(STOP_SECONDS, TimeUnit.SECONDS)) {
                System.err.println("winnow coordinator: the application did not stop within " + STOP_SECONDS + " s");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        services.close();
    }
}
