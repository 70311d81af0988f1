package dev.winnow.benchmarks.endtoend;

import static java.util.stream.Collectors.joining;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.winnow.benchmarks.browser.Browser;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.StreamSupport;

/** What axe has against a page. */
final class Barriers {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String CHECK = """
            const result = await axe.run(document, {resultTypes: ["violations"]});
            return JSON.stringify(result.violations);""";

    private final Browser browser;
    private final String axe;

    Barriers(Browser browser) {
        this.browser = browser;
        try (InputStream script = Barriers.class.getResourceAsStream("/axe.min.js")) {
            if (script == null) {
                throw new IllegalStateException("axe.min.js is not on the class path");
            }
            this.axe = new String(script.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What is worse than moderate on the page that is shown. */
    List<String> found() {
        if (browser.run("return typeof axe;").equals("undefined")) {
            browser.load(axe);
        }
        String found = String.valueOf(browser.run(CHECK));
        try {
            return StreamSupport.stream(JSON.readTree(found).spliterator(), false)
                    .filter(each -> List.of("serious", "critical")
                            .contains(each.path("impact").asText()))
                    .map(Barriers::told)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("axe failed: " + found, e);
        }
    }

    private static String told(JsonNode barrier) {
        return barrier.path("id").asText() + ": "
                + StreamSupport.stream(barrier.path("nodes").spliterator(), false)
                        .map(node -> node.path("html").asText() + " "
                                + node.path("failureSummary").asText())
                        .collect(joining("; "));
    }
}
