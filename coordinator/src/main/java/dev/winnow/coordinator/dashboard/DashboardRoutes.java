package dev.winnow.coordinator.dashboard;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.Optional;

/** Serves the page from memory: it opens also while database and broker are away, and can say so. */
@Singleton
class DashboardRoutes {
    private static final String ROOT = "/dashboard/";

    // Everything comes from here, no script or style stands in the page, and no text ever becomes markup or code.
    private static final Map<CharSequence, String> SAFETY = Map.of(
            "Content-Security-Policy",
                    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self';"
                            + " form-action 'none'; base-uri 'none'; frame-ancestors 'none';"
                            + " require-trusted-types-for 'script'; trusted-types 'none'",
            "X-Content-Type-Options", "nosniff",
            "Referrer-Policy", "no-referrer",
            "Cross-Origin-Opener-Policy", "same-origin",
            "Cross-Origin-Resource-Policy", "same-origin",
            "Permissions-Policy", "camera=(), microphone=(), geolocation=()");

    private static final String ASK = "no-cache";
    private static final String FOR_EVER = "public, max-age=31536000, immutable";

    private final PageFiles files;

    DashboardRoutes(PageFiles files) {
        this.files = files;
    }

    void serve(@Observes Router router) {
        router.get("/").handler(DashboardRoutes::redirect);
        router.get(ROOT + "*").handler(this::answer);
    }

    private static void redirect(RoutingContext request) {
        request.response()
                .setStatusCode(302)
                .putHeader(HttpHeaders.LOCATION, ROOT)
                .end();
    }

    private void answer(RoutingContext request) {
        if (!request.normalizedPath().startsWith(ROOT)) {
            redirect(request); // the router takes /dashboard for the same; the page's own addresses begin at its folder
            return;
        }
        String path = request.normalizedPath().substring(ROOT.length());
        HttpServerResponse response = request.response();
        SAFETY.forEach(response::putHeader);
        if (path.isEmpty()) {
            sendIfNew(request, files.first());
            return;
        }
        Optional<PageFile> file = files.find(path);
        if (file.isPresent() && files.isOwn(path)) {
            send(request, file.get(), FOR_EVER);
        } else if (file.isPresent()) {
            sendIfNew(request, file.get());
        } else {
            response.setStatusCode(404)
                    .putHeader(HttpHeaders.CONTENT_TYPE, "text/plain; charset=utf-8")
                    .end("There is no such file; the dashboard is at " + ROOT + "\n");
        }
    }

    /** What another version has otherwise: a browser asks each time whether it is still this one. */
    private void sendIfNew(RoutingContext request, PageFile file) {
        String tag = "W/\"" + files.version() + "\"";
        request.response().putHeader(HttpHeaders.ETAG, tag);
        if (tag.equals(request.request().getHeader(HttpHeaders.IF_NONE_MATCH))) {
            request.response()
                    .setStatusCode(304)
                    .putHeader(HttpHeaders.CACHE_CONTROL, ASK)
                    .end();
        } else {
            send(request, file, ASK);
        }
    }

    private static void send(RoutingContext request, PageFile file, String keeping) {
        HttpServerResponse response = request.response()
                .putHeader(HttpHeaders.CONTENT_TYPE, file.type())
                .putHeader(HttpHeaders.CACHE_CONTROL, keeping)
                .putHeader(HttpHeaders.VARY, HttpHeaders.ACCEPT_ENCODING);
        String accepted = request.request().getHeader(HttpHeaders.ACCEPT_ENCODING);
        if (accepted != null && accepted.contains("gzip")) {
            response.putHeader(HttpHeaders.CONTENT_ENCODING, "gzip").end(file.zipped());
        } else {
            response.end(file.plain());
        }
    }
}
