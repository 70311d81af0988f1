package dev.winnow.cli.service;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.winnow.common.json.ExactJson;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.util.zip.GZIPInputStream;

/** What an answer of the service holds, whichever way it came. */
final class Answers {
    private static final ObjectMapper JSON = ExactJson.mapper().build();

    private Answers() {}

    /** Its body as it was before it was packed. */
    static InputStream unpacked(HttpResponse<InputStream> response) throws IOException {
        String coding = response.headers().firstValue("Content-Encoding").orElse("");
        if (!coding.equals("gzip")) {
            return response.body();
        }
        try {
            return new GZIPInputStream(response.body());
        } catch (IOException e) {
            response.body().close();
            throw e;
        }
    }

    /** Why the service refuses. */
    static ServiceProblem problem(HttpResponse<?> response, byte[] body) {
        String retryAfter = response.headers().firstValue("Retry-After").orElse("");
        try {
            return ServiceProblem.of(response.statusCode(), retryAfter, JSON.readTree(body));
        } catch (IOException e) {
            return ServiceProblem.of(response.statusCode(), retryAfter, null); // a proxy's own page
        }
    }
}
