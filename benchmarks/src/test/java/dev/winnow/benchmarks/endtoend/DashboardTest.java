package dev.winnow.benchmarks.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.winnow.benchmarks.browser.Browser;
import dev.winnow.benchmarks.browser.Traffic;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;

/**
 * The dashboard in a real browser, on a machine with one worker and the real model. The tests go on where the one
 * before has left the page: starting all of it anew for each would take longer than all of them.
 */
@Tag("postgresql")
@Tag("model")
@Tag("browser")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class DashboardTest {
    private static final String SCHEMA = """
            {"type":"object","additionalProperties":false,"required":["title","venue","price"],"properties":{
            "title":{"type":"string","minLength":1},"venue":{"type":["string","null"]},
            "price":{"type":["integer","null"],"minimum":0}}}""".replace("\n", "");
    private static final String CHANGED_MEANWHILE = """
            const [check, start] = ["Check and estimate", "Start"].map(label =>
                [...document.querySelectorAll("main button")].find(button => button.textContent === label));
            const fetch = window.fetch;
            const answered = new Promise(resolve => window.fetch = async (...request) => {
                const answer = await fetch(...request);
                if (request[0].endsWith("/estimate")) setTimeout(resolve, 200);
                return answer;
            });
            check.click();
            document.getElementById("name").dispatchEvent(new Event("input"));
            await answered;
            window.fetch = fetch;
            return start.disabled;""";
    private static final String HIDDEN = """
            Object.defineProperty(document, "hidden", {value: %s, configurable: true});
            document.dispatchEvent(new Event("visibilitychange"));
            return true;""";
    private static final Duration LIMIT = Duration.ofMinutes(1);
    private static final int MOST_BYTES = 300_000;

    @TempDir
    static Path folder;

    private Installation winnow;
    private Browser browser;
    private Barriers barriers;
    private String url = "";
    private String job = "";
    private String comparison = "";

    @BeforeAll
    void start() {
        winnow = Installation.start(
                folder.resolve("data"),
                Map.of(
                        "WINNOW_COSTS_WORKER_HOUR", "0.35",
                        "WINNOW_PRICES__ELSEWHERE__INPUT_PER_MILLION", "3",
                        "WINNOW_PRICES__ELSEWHERE__OUTPUT_PER_MILLION", "15"));
        browser = Browser.start(Path.of("target", "dashboard").toAbsolutePath());
        barriers = new Barriers(browser);
        url = winnow.credentials().get("url").asText();
        browser.look(false, false);
    }

    @AfterAll
    void stop() {
        if (browser != null) {
            browser.close();
        }
        if (winnow != null) {
            winnow.close();
        }
    }

    @Test
    @Order(1)
    void a_key_opens_the_page_which_weighs_little_and_asks_nobody_else() {
        browser.traffic();
        browser.open(url);
        browser.await("#key");
        shootAll("sign-in");
        browser.look(false, false);
        browser.write("#key", winnow.credentials().get("key").asText());
        browser.press(Keys.ENTER);
        browser.awaitText("h1", "Overview");
        browser.awaitText(".empty-title", "No jobs yet");

        Traffic traffic = browser.traffic();
        assertThat(traffic.addresses()).hasSizeGreaterThan(10).allMatch(address -> address.startsWith(url));
        assertThat(traffic.bytes()).isBetween(10_000L, (long) MOST_BYTES);
        assertThat(browser.errors()).isEmpty();
    }

    @Test
    @Order(2)
    void its_parts_keep_what_is_written_what_is_open_and_where_the_keyboard_is() throws IOException {
        try (InputStream script = DashboardTest.class.getResourceAsStream("/dashboard-parts.js")) {
            String parts = new String(Objects.requireNonNull(script).readAllBytes(), StandardCharsets.UTF_8);
            assertThat(browser.run(parts)).isEqualTo(List.of());
        }
    }

    @Test
    @Order(3)
    void a_file_becomes_results_that_are_read_where_they_stand_and_corrected() throws IOException {
        Path file = Files.writeString(folder.resolve("listings.jsonl"), listings(4));
        browser.go("#/new");
        browser.await(".drop");
        browser.all("#files").get(0).sendKeys(file.toString());
        browser.awaitButton("JSON Schema").click();
        browser.write("#schema", SCHEMA);
        browser.write("#name", "Harbour listings");
        browser.write("#tokens", "64");
        assertThat(browser.run(CHANGED_MEANWHILE))
                .as("what was checked is not what would start")
                .isEqualTo(true);
        browser.awaitButton("Check and estimate").click();
        browser.awaitText(".figure", "Tokens in");
        browser.shoot("estimate");
        browser.awaitButton("Start").click();

        browser.awaitText("h1", "Harbour listings");
        job = browser.address().replaceAll(".*#/jobs/", "");
        browser.awaitText(".heading .badge", "done");
        browser.awaitText(".figure", "4 of 4");
        browser.awaitText(".results", "listing-3");
        browser.await(".map .done");
        assertThat(browser.await(".map-legend").getText()).endsWith(" done");

        browser.go("#/overview");
        browser.awaitText("[aria-label=Costs]", "elsewhere");
        assertThat(browser.await("[aria-label=Costs]").getText()).contains("Here", "USD");
        browser.go("#/jobs/" + job);

        browser.awaitButton("listing-0").click();
        browser.awaitText("h1", "listing-0");
        browser.await("mark");
        JsonNode item = winnow.get("/api/v1/extractions/" + job + "/items/0");
        assertThat(browser.await(".source").getText())
                .isEqualTo(item.get("input").asText());
        item.at("/evidence/spans").properties().forEach(span -> {
            if (!span.getValue().isNull()) {
                assertThat(browser.await("mark[data-pointer~='%s']".formatted(span.getKey()))
                                .getText())
                        .isEqualTo(item.get("input")
                                .asText()
                                .substring(
                                        span.getValue().get(0).asInt(),
                                        span.getValue().get(1).asInt()));
            }
        });

        browser.awaitButton("Correct").click();
        browser.write(".field[data-pointer='/title'] textarea", "The Tin Whistle Orchestra");
        browser.press(Keys.chord(Keys.CONTROL, Keys.ENTER));
        browser.awaitText(".heading .badge", "correct");
        JsonNode reviewed = winnow.get("/api/v1/extractions/" + job + "/review/0");
        assertThat(reviewed.at("/corrected/title").asText()).isEqualTo("The Tin Whistle Orchestra");

        browser.go("#/review/" + job);
        browser.awaitText(".sticky", "Accept");
        browser.press("ga");
        browser.awaitText("h1", "Adapters");
        assertThat(accepted()).isZero();

        browser.go("#/review/" + job);
        browser.awaitText(".sticky", "Accept");
        browser.run("const below = document.querySelector('#below'); below.value = '1.01';"
                + " below.dispatchEvent(new Event('change')); return true;");
        browser.awaitText("p.soft", "2 to go");
        Object first = browser.run("return document.title;");
        browser.press("j");
        browser.awaitText("p.soft", "1 to go");
        browser.press("k");
        browser.awaitText("p.soft", "2 to go");
        assertThat(browser.run("return document.title;"))
                .as("what was passed over")
                .isEqualTo(first);

        browser.run("const below = document.querySelector('#below'); below.value = 'sample';"
                + " below.dispatchEvent(new Event('change')); return true;");
        browser.awaitText("p.soft", "2 to go");
        browser.hold("a");
        browser.awaitText("p.soft", "1 decided");
        assertThat(accepted()).isOne();
        assertThat(browser.errors()).isEmpty();
    }

    @Test
    @Order(4)
    void an_alias_is_promoted_and_rolled_back() throws IOException {
        for (int i = 0; i < 2; i++) {
            Path peft = folder.resolve("peft-" + i);
            PeftFolder.write(peft, i);
            winnow.run(
                            LIMIT,
                            "adapters",
                            "import",
                            peft.toString(),
                            "--name",
                            "recipes",
                            "--base",
                            "smollm2-135m-instruct")
                    .requireSuccess();
        }
        browser.go("#/adapters");
        for (String version : List.of("recipes@1", "recipes@2")) {
            browser.awaitText(".cards", version);
            browser.all(".cards .card").stream()
                    .filter(card -> card.getText().startsWith(version))
                    .findFirst()
                    .orElseThrow()
                    .findElement(By.cssSelector("button"))
                    .click();
            browser.await("dialog #alias");
            browser.press(Keys.ENTER);
            browser.awaitText("[aria-label=Aliases]", version);
        }
        browser.awaitButton("Roll back").click();
        browser.await("dialog .primary").click();
        browser.awaitText("[aria-label=Aliases]", "recipes@1");
        assertThat(winnow.get("/api/v1/adapter-aliases")
                        .at("/aliases/0/adapter")
                        .asText())
                .isEqualTo("recipes@1");
        assertThat(browser.errors()).isEmpty();
    }

    @Test
    @Order(5)
    void a_training_is_begun_from_the_page_and_what_it_made_is_held_against_the_base() throws IOException {
        browser.go("#/training/new");
        browser.await("#rows").sendKeys(dataset().toString());
        browser.write("#name", "night");
        browser.write("#rank", "4");
        browser.awaitButton("Begin").click();

        browser.awaitText("h1", "night@1");
        browser.awaitText(".heading .badge", "done");
        browser.awaitText(".figure", "Took");
        browser.awaitText(".board .num", "/2");
        browser.awaitButton("Compare").click();

        browser.awaitText("h1", "Comparison");
        browser.awaitText("[aria-label='By field']", "title");
        browser.awaitText(".verdict", "over 2 rows");
        comparison = browser.address().replaceAll(".*#", "#");
        browser.awaitButton("Promote night@1").click();
        browser.await("dialog .primary").click();
        browser.awaitText("#told", "champion stands for night@1");
        assertThat(winnow.get("/api/v1/adapter-aliases")
                        .at("/aliases/0/adapter")
                        .asText())
                .isEqualTo("night@1");
        assertThat(browser.errors()).isEmpty();
    }

    private Path dataset() throws IOException {
        Path zip = folder.resolve("night.zip");
        try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(zip))) {
            for (Map.Entry<String, String> file : List.of(
                    Map.entry("schema.json", SCHEMA),
                    Map.entry("eval.jsonl", rows(20, 22)),
                    Map.entry("train.jsonl", rows(0, 20)))) {
                out.putNextEntry(new ZipEntry(file.getKey()));
                out.write(file.getValue().getBytes(StandardCharsets.UTF_8));
            }
        }
        return zip;
    }

    private static String rows(int from, int to) {
        return IntStream.range(from, to)
                .mapToObj(i ->
                        "{\"input\":\"Night %d at the Quay Hall, %d francs\",\"output\":{\"title\":\"Night %d\",\"venue\":\"Quay Hall\",\"price\":%d}}\n"
                                .formatted(i, 10 + i, i, 10 + i))
                .collect(Collectors.joining());
    }

    @Test
    @Order(6)
    void a_candidate_that_waits_is_passed_over_or_promoted_by_hand() {
        // The first candidate of an alias passes whatever it scores, and then somebody is asked.
        winnow.run(
                        LIMIT,
                        "schedules",
                        "create",
                        "weekly",
                        "--cron",
                        "0 3 * * SUN",
                        "--dataset",
                        "night",
                        "--least-new-rows",
                        "0",
                        "--set",
                        "rank=2",
                        "--set",
                        "epochs=1",
                        "--promote",
                        "nightly",
                        "--rules",
                        "{\"then\":\"ask\"}")
                .requireSuccess();
        browser.go("#/training");
        browser.awaitButton("Run now").click();
        browser.awaitButton("Keep the champion").click();
        browser.awaitText("#told", "The champion stays");
        browser.awaitText("[aria-label=Schedules]", "kept");
        browser.awaitButton("History").click();
        browser.awaitText("[aria-label='Runs of weekly']", "kept");
        browser.awaitText("[aria-label='Runs of weekly']", "night");

        browser.awaitButton("Run now").click();
        browser.awaitButton("Promote").click();
        browser.awaitText("#told", "nightly stands for");
        browser.awaitText("[aria-label=Schedules]", "promoted");
        assertThat(StreamSupport.stream(
                        winnow.get("/api/v1/adapter-aliases").get("aliases").spliterator(), false))
                .anyMatch(alias -> alias.path("alias").asText().equals("nightly"));
        assertThat(browser.errors()).isEmpty();
    }

    @Test
    @Order(7)
    void every_page_can_be_used_by_all_in_both_themes_on_desk_and_phone() {
        Map<String, String> pages = Map.ofEntries(
                Map.entry("overview", "#/overview"),
                Map.entry("jobs", "#/jobs"),
                Map.entry("job", "#/jobs/" + job),
                Map.entry("item", "#/jobs/" + job + "/items/1"),
                Map.entry("new", "#/new"),
                Map.entry("review", "#/review/" + job),
                Map.entry("training", "#/training"),
                Map.entry("begin", "#/training/new"),
                Map.entry("comparison", comparison),
                Map.entry("adapters", "#/adapters"),
                Map.entry("fleet", "#/fleet"));
        Map<String, String> readiness = Map.ofEntries(
                Map.entry("overview", "[aria-label='Latest jobs'] td"),
                Map.entry("jobs", ".jobs td"),
                Map.entry("job", ".results td"),
                Map.entry("item", "mark"),
                Map.entry("new", ".drop"),
                Map.entry("review", ".sticky"),
                Map.entry("training", ".board td"),
                Map.entry("begin", "#rows"),
                Map.entry("comparison", ".verdict"),
                Map.entry("adapters", ".cards .card"),
                Map.entry("fleet", "[aria-label=Workers] td"));
        browser.awaitGone(".told");
        pages.forEach((name, hash) -> {
            browser.look(false, false);
            browser.go(hash);
            browser.await(Objects.requireNonNull(readiness.get(name)));
            shootAll(name);
        });
        browser.look(false, false);
        assertThat(browser.errors()).isEmpty();
    }

    private void shootAll(String name) {
        for (boolean dark : new boolean[] {false, true}) {
            for (boolean phone : new boolean[] {false, true}) {
                browser.look(dark, phone);
                browser.shoot("%s-%s-%s".formatted(name, dark ? "dark" : "light", phone ? "phone" : "desk"));
                assertThat(browser.overflow()).as("%s is too wide", name).isZero();
            }
            assertThat(barriers.found()).as("%s, dark %s", name, dark).isEmpty();
        }
    }

    @Test
    @Order(8)
    void a_coordinator_that_dies_is_told_and_the_page_goes_on_by_itself_when_it_is_back() {
        browser.go("#/jobs");
        browser.await(".jobs td");

        winnow.killCoordinator();

        browser.awaitText(".trouble", "cannot be reached");
        browser.shoot("trouble");
        browser.awaitGone(".trouble");
        String second = winnow.submit(
                "{\"options\":{\"keys\":[\"title\"],\"max_output_tokens\":16,\"name\":\"After the fall\"}}\n"
                        + listings(1));
        browser.awaitText(".jobs", "After the fall");
        assertThat(second).isNotEqualTo(job);
    }

    @Test
    @Order(9)
    void what_ended_while_the_tab_was_hidden_is_there_when_it_is_seen_again_and_a_question_goes_with_its_page() {
        browser.go("#/jobs/" + job);
        browser.awaitButton("Delete").click();
        browser.await("dialog[open]");
        browser.go("#/jobs");
        browser.awaitGone("dialog[open]");
        browser.awaitText(".jobs", "Harbour listings");

        browser.run(HIDDEN.formatted(true));
        String ended = winnow.submit(
                "{\"options\":{\"keys\":[\"title\"],\"max_output_tokens\":16,\"name\":\"Unseen\"}}\n" + listings(1));
        await().atMost(LIMIT)
                .until(() -> winnow.job(ended).get("state").asText().equals("done"));
        assertThat(browser.await(".jobs").getText()).doesNotContain("Unseen");
        browser.run(HIDDEN.formatted(false));

        browser.awaitText(".jobs tbody tr:first-child", "Unseen");
        browser.awaitText(".jobs tbody tr:first-child", "done");
        assertThat(winnow.job(job).get("state").asText()).isEqualTo("done");
    }

    private long accepted() {
        return StreamSupport.stream(
                        winnow.get("/api/v1/extractions/" + job + "/review?below=1.01&decided=true")
                                .get("items")
                                .spliterator(),
                        false)
                .filter(item -> item.path("decision").asText().equals("accept"))
                .count();
    }

    private static String listings(int count) {
        return IntStream.range(0, count)
                .mapToObj(i ->
                        "{\"id\":\"listing-%d\",\"input\":\"Night %d at the Harbour Loft: the Tin Whistle Orchestra plays. Doors at 19:30, tickets %d francs at the door.\"}"
                                .formatted(i, i + 1, 10 + i))
                .collect(Collectors.joining("\n", "", "\n"));
    }
}
