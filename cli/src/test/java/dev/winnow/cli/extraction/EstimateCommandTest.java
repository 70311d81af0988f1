package dev.winnow.cli.extraction;

import static org.assertj.core.api.Assertions.assertThat;

import dev.winnow.cli.Terminal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EstimateCommandTest {
    private static final String ESTIMATE = """
            {"model": "small", "quantization": "f16", "items": 20000, "distinct_items": 18500, "counted_items": 1024,
             "prompt_overhead": 41,
             "input_tokens": {"value": 9000000, "standard_error": 45000, "low": 8911800, "high": 9088200},
             "computed_input_tokens": {"value": 8300000, "standard_error": 44000, "low": 8213760, "high": 8386240},
             "output_tokens": {"source": "SOURCE", "of_jobs": 2, "of_items": 800, "per_item": 60.5, "value": 1210000,
                               "standard_error": 9000, "low": 1192360, "high": 1227640},
             "computed_output_tokens": {"value": 1119250, "standard_error": 8325, "low": 1102933, "high": 1135567},
             "time": TIME,
             "costs": [{"name": "acme", "currency": "USD", "input_per_million": 0.15, "output_per_million": 0.6,
                        "cost": 2.076, "low": 2.05, "high": 2.1}],
             "admission": [{"pointer": "/properties/a", "keyword": "pattern", "treatment": "checked_afterwards",
                            "note": "the output is checked"}]}""";
    private static final String SOME_TIME = "{\"seconds\": 8954.0, \"low\": 8823.5, \"high\": 9084.5, \"workers\": 2,"
            + " \"slots\": 32, \"measured_workers\": 2, \"tokens_per_second\": 125.0}";
    private static final String NO_TIME = "{\"seconds\": null, \"reason\": \"no live worker serves small as f16\"}";

    @TempDir
    Path folder;

    private StandInService service = startService();
    private Terminal terminal = new Terminal(Path.of(""));

    private static StandInService startService() {
        try {
            return new StandInService();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @BeforeEach
    void prepare() throws IOException {
        terminal = new Terminal(folder).with("WINNOW_URL", service.url()).with("WINNOW_API_KEY", "wk_test");
        Files.writeString(folder.resolve("in.jsonl"), "{\"input\":\"one\"}\n{\"input\":\"two\"}\n");
    }

    @AfterEach
    void stop() {
        service.close();
    }

    @Test
    void an_estimate_of_windows_says_how_many_there_are() {
        service.estimates(ESTIMATE.replace("SOURCE", "guess")
                .replace("TIME", NO_TIME)
                .replace("\"prompt_overhead\"", "\"windows\": 41500, \"prompt_overhead\""));

        terminal.run(
                "extract",
                "--keys",
                "title",
                "--estimate",
                "--windows",
                folder.resolve("in.jsonl").toString());

        assertThat(terminal.out()).contains("windows         41,500 of all items together");
    }

    @Test
    void an_estimate_is_a_table_and_no_job_is_started() {
        service.estimates(ESTIMATE.replace("SOURCE", "history").replace("TIME", SOME_TIME));

        assertThat(extract("--estimate")).as(terminal.err()).isZero();
        assertThat(service.received()).hasSize(3);
        assertThat(service.keys()).containsOnlyNulls();
        assertThat(terminal.out())
                .contains(
                        "20,000, 18,500 of them distinct",
                        "9,000,000 (8,911,800 to 9,088,200), from 1,024 items that were counted, +-45,000",
                        "1,210,000 (1,192,360 to 1,227,640), 60.5 an item in 2 finished jobs",
                        "8,300,000 in, 1,119,250 out",
                        "2 h 29 min (2 h 27 min to 2 h 31 min) on 2 live workers",
                        "at acme         2.08 USD (2.05 to 2.10)",
                        "/properties/a pattern: checked afterwards");
    }

    @Test
    void a_guess_is_called_a_guess_and_a_time_that_is_not_known_has_its_reason() {
        service.estimates(ESTIMATE.replace("SOURCE", "guess").replace("TIME", NO_TIME));

        assertThat(extract("--estimate")).isZero();
        assertThat(terminal.out()).contains("a guess by the schema", "not known: no live worker serves small as f16");
    }

    @Test
    void scripts_get_it_as_json() {
        service.estimates(ESTIMATE.replace("SOURCE", "guess").replace("TIME", NO_TIME));

        assertThat(extract("--estimate", "--json")).isZero();
        assertThat(terminal.out().lines()).singleElement().asString().startsWith("{\"model\":\"small\"");
    }

    @Test
    void a_document_that_is_refused_is_named() {
        service.refuses(422, "{\"code\":\"item_too_long\",\"detail\":\"too long\",\"line\":3}");

        assertThat(extract("--estimate")).isEqualTo(2);
        assertThat(terminal.err()).contains("item_too_long", "in.jsonl");
    }

    @Test
    void options_that_do_not_go_together_are_refused() {
        assertThat(extract("--estimate", "--no-wait")).isEqualTo(2);
        assertThat(extract("--estimate", "--out", folder.resolve("o").toString()))
                .isEqualTo(2);
        assertThat(extract("--json")).isEqualTo(2);
        assertThat(terminal.err()).contains("leave --no-wait out", "belongs to --estimate");
        assertThat(service.received()).isEmpty();
    }

    private int extract(String... options) {
        String[] arguments = new String[options.length + 4];
        arguments[0] = "extract";
        arguments[1] = "--keys";
        arguments[2] = "title";
        System.arraycopy(options, 0, arguments, 3, options.length);
        arguments[arguments.length - 1] = folder.resolve("in.jsonl").toString();
        return terminal.run(arguments);
    }
}
