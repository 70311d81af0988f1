package dev.winnow.coordinator.outgoing;

import java.net.InetAddress;
import java.net.URI;

/**
 * Where a call goes: made by {@link OutgoingGuard} alone, so that there is none that was not judged.
 *
 * @param url what is asked for; its host is what TLS verifies
 * @param address what is connected to
 */
public record Destination(URI url, InetAddress address) {
    boolean isTls() {
        return "https".equalsIgnoreCase(url.getScheme());
    }

    int port() {
        if (url.getPort() >= 0) {
            return url.getPort();
        }
        return isTls() ? OutgoingUrl.HTTPS_PORT : OutgoingUrl.HTTP_PORT;
    }

    /** Path and query. */
    String path() {
        String path = url.getRawPath() == null || url.getRawPath().isEmpty() ? "/" : url.getRawPath();
        return url.getRawQuery() == null ? path : path + "?" + url.getRawQuery();
    }
}
