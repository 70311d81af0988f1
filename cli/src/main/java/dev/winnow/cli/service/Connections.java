package dev.winnow.cli.service;

import java.net.http.HttpClient;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Locale;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;

/** How the service is spoken to. */
final class Connections {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

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
}
