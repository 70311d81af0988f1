package dev.winnow.engine.model.source;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/**
 * A page of an index or an interface, read whole.
 *
 * @param address where it was asked for
 * @param contentType its media type, empty if the server names none
 * @param link its {@code Link} header, empty if there is none
 * @param text the page
 */
record SmallPage(URI address, String contentType, String link, String text) {
    private static final int MOST_BYTES = 64 << 20;

    /** Gets a page, with a few tries where the server is only busy. */
    static SmallPage get(
            HttpAccess http, URI address, String accept, Optional<Credential> credential, Patience patience)
            throws IOException {
        for (int failures = 1; ; failures++) {
            try {
                return once(http, address, accept, credential, patience);
            } catch (DownloadFailedException e) {
                throw e;
            } catch (IOException e) {
                if (failures >= patience.attempts() || Thread.currentThread().isInterrupted()) {
                    String reason = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
                    throw new DownloadFailedException(
                            "%s cannot be reached (%s); check the network, the proxy and the address, then run again"
                                    .formatted(HttpAccess.shown(address), reason),
                            e);
                }
                patience.pause(failures);
            }
        }
    }

    private static SmallPage once(
            HttpAccess http, URI address, String accept, Optional<Credential> credential, Patience patience)
            throws IOException {
        HttpResponse<InputStream> response = http.get(address, Map.of("Accept", accept), credential);
        try (InputStream body = new StallGuard(response.body(), patience.stall())) {
            int status = response.statusCode();
            if (status == 408 || status == 429 || status >= 500) {
                throw new IOException("status " + status);
            }
            if (status != 200) {
                throw new DownloadFailedException("%s answered with status %d%s"
                        .formatted(HttpAccess.shown(address), status, HttpProblem.remedy(status)));
            }
            byte[] bytes = body.readNBytes(MOST_BYTES + 1);
            if (bytes.length > MOST_BYTES) {
                throw new DownloadFailedException("%s answered with more than the %d bytes that a page may have"
                        .formatted(HttpAccess.shown(address), MOST_BYTES));
            }
            return new SmallPage(
                    address,
                    response.headers().firstValue("Content-Type").orElse(""),
                    response.headers().firstValue("Link").orElse(""),
                    new String(bytes, StandardCharsets.UTF_8));
        }
    }
}
