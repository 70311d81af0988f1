package dev.winnow.coordinator.embedded;

import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import org.apache.qpid.server.util.urlstreamhandler.classpath.Handler;

/**
 * Teaches the JVM {@code classpath:} addresses, by which Qpid reads its own defaults. Qpid's way to do so needs the
 * system class loader, which sees nothing inside a Quarkus fast-jar.
 */
final class ClasspathUrls {
    private ClasspathUrls() {}

    /** Installs the handler unless there is one; a JVM takes only one factory in its life. */
    static synchronized void install() throws StartException {
        if (known()) {
            return;
        }
        try {
            URL.setURLStreamHandlerFactory(protocol -> protocol.equals("classpath") ? new Handler() : null);
        } catch (Error e) { // "factory already defined", thrown as a plain Error
            throw new StartException(
                    "The embedded broker cannot read its defaults: another library took the JVM's URL handlers."
                            + " Set WINNOW_AMQP_URI to a RabbitMQ of your own.",
                    e);
        }
    }

    private static boolean known() {
        try {
            URI.create("classpath:system.properties").toURL();
            return true;
        } catch (MalformedURLException e) {
            return false;
        }
    }
}
