package dev.winnow.cli.process;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** A process that stays, fails or will not stop, as its argument says. */
public final class StandIn {
    private StandIn() {}

    /** Behaves as told. */
    public static void main(String[] arguments) throws InterruptedException {
        switch (arguments[0]) {
            case "fail" -> System.exit(7);
            case "stubborn" -> Runtime.getRuntime().addShutdownHook(new Thread(StandIn::waitForEver));
            default -> {}
        }
        System.out.println("ready " + arguments[0]);
        waitForEver();
    }

    private static void waitForEver() {
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    static List<String> command(String behaviour) {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xshare:auto",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                Path.of(StandIn.class
                                .getProtectionDomain()
                                .getCodeSource()
                                .getLocation()
                                .getPath())
                        .toString(),
                StandIn.class.getName(),
                behaviour);
    }
}
