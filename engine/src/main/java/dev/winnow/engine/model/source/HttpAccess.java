package dev.winnow.engine.model.source;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Gets addresses over HTTP. Redirects are followed to https only, or to http where the operator configured http; a
 * credential goes to its own origin and nowhere else. Thread-safe.
 */
final class HttpAccess {
    private static final int MOST_REDIRECTS = 10;

    private final HttpClient client;
    private final Patience patience;

    HttpAccess(Environment environment, Patience patience) throws IOException {
        this.patience = patience;
        this.client = HttpClient.newBuilder()
                // Large bodies come faster over HTTP/1.1, and it asks no plain server for an upgrade.
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(patience.response())
                .sslContext(TrustedRoots.context(environment))
                .build();
    }

    /** Answers with the first response that is no redirect; the caller closes its body. */
    HttpResponse<InputStream> get(URI start, Map<String, String> headers, Optional<Credential> credential)
            throws IOException {
        URI address = requireAllowed(start, start);
        for (int i = 0; i <= MOST_REDIRECTS; i++) {
            HttpResponse<InputStream> response = send(address, headers, credential);
            Optional<String> location = location(response);
            if (location.isEmpty()) {
                return response;
            }
            response.body().close();
            address = requireAllowed(resolve(address, location.get()), start);
        }
        throw new DownloadFailedException("%s redirects more than %d times".formatted(shown(start), MOST_REDIRECTS));
    }

    /** An address without the user and password that it may carry. */
    static String shown(URI address) {
        return address.toString().replaceFirst("//[^/@]*@", "//");
    }

    private static Optional<String> location(HttpResponse<InputStream> response) {
        return switch (response.statusCode()) {
            case 301, 302, 303, 307, 308 -> response.headers().firstValue("Location");
            default -> Optional.empty();
        };
    }

    private static URI resolve(URI address, String location) throws DownloadFailedException {
        try {
            return address.resolve(location);
        } catch (IllegalArgumentException e) {
            throw new DownloadFailedException(
                    "%s redirects to something that is no address".formatted(shown(address)), e);
        }
    }

    /** Refuses what is no web address, and the step from https down to http. */
    static URI requireAllowed(URI address, URI start) throws DownloadFailedException {
        String scheme = String.valueOf(address.getScheme()).toLowerCase(Locale.ROOT);
        boolean allowed =
                scheme.equals("https") || (scheme.equals("http") && "http".equalsIgnoreCase(start.getScheme()));
        if (!allowed || address.getHost() == null) {
            throw new DownloadFailedException("%s leads to %s, which is refused: only https addresses are followed"
                    .formatted(shown(start), shown(address)));
        }
        return address;
    }

    private HttpResponse<InputStream> send(URI address, Map<String, String> headers, Optional<Credential> credential)
            throws IOException {
        HttpRequest.Builder request = HttpRequest.newBuilder(withoutUser(address))
                .timeout(patience.response())
                .header("User-Agent", "winnow");
        headers.forEach(request::header);
        credential
                .filter(known -> known.isFor(address))
                .ifPresent(known -> request.header("Authorization", known.header()));
        try {
            return client.send(request.build(), BodyHandlers.ofInputStream());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while waiting for " + shown(address));
        }
    }

    private static URI withoutUser(URI address) {
        return address.getUserInfo() == null ? address : URI.create(shown(address));
    }
}
