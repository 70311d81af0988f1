package dev.winnow.cli.service;

import java.net.http.HttpClient;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;

/** How the service is spoken to. */
public final class Connections {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    // As Java names the thread that waits for a client's sockets, each version from 11 on.
    private static final Pattern SELECTOR = Pattern.compile("HttpClient-\\d+-SelectorManager");

    private Connections() {}

    /** A client for one service. */
    static HttpClient to(String url) {
        HttpClient.Builder client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(PATIENCE);
        if (url.toLowerCase(Locale.ROOT).startsWith("http:")) {
            client.sslContext(trustingNobody());
        }
        return client.build();
    }

    // A client always has one, and the usual one reads all authorities that Java trusts: a fifth of a short command's
    // time, for what speaks no TLS.
    private static SSLContext trustingNobody() {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[0], null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has TLS", e);
        }
    }

    /**
     * Ends all of them, before the process ends. Java waits 300 ms at its end for a thread that is in a system call, as
     * a client's always is: as long as all else that a short command does. Before Java 21 a client has no
     * {@code close}; its thread ends when it is interrupted. Where it does not, the end comes later, and nothing else
     * happens.
     */
    public static void end() {
        Thread[] threads = new Thread[Thread.activeCount() + 16];
        int count = Thread.enumerate(threads);
        Arrays.stream(threads, 0, count)
                .filter(thread -> SELECTOR.matcher(thread.getName()).matches())
                .forEach(Thread::interrupt);
    }
}
