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
import java.util.stream.StreamSupport;
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
    private DashboardPages pages;
    private String url = "";
    private String job = "";
    private String training = "";
    private String comparison = "";

    @BeforeAll
    void start() {
        winnow = Installation.start(
                folder.resolve("data"),
                Map.of(
                        // Workers hear what is wanted of them with their next heartbeat.
                        "WINNOW_DISPATCH_HEARTBEAT", "1s",
                        "WINNOW_COSTS_WORKER_HOUR", "0.35",
                        "WINNOW_PRICES__ELSEWHERE__INPUT_PER_MILLION", "3",
                        "WINNOW_PRICES__ELSEWHERE__OUTPUT_PER_MILLION", "15"));
        browser = Browser.start(Path.of("target", "dashboard").toAbsolutePath());
        pages = new DashboardPages(browser);
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
        pages.look("sign-in");
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
        Path file = Files.writeString(folder.resolve("listings.jsonl"), DashboardInput.listings(4));
        browser.go("#/new");
        browser.await(".drop");
        browser.all("#files").get(0).sendKeys(file.toString());
        browser.awaitButton("JSON Schema").click();
        browser.write("#schema", DashboardInput.SCHEMA);
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
        choose("1.01");
        browser.awaitText("p.soft", "2 to go");
        Object first = browser.run("return document.title;");
        browser.press("j");
        browser.awaitText("p.soft", "1 to go");
        browser.press("k");
        browser.awaitText("p.soft", "2 to go");
        assertThat(browser.run("return document.title;"))
                .as("what was passed over")
                .isEqualTo(first);

        choose("sample");
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
        browser.await("#rows").sendKeys(DashboardInput.dataset(folder).toString());
        browser.write("#name", "night");
        browser.write("#rank", "4");
        browser.awaitButton("Begin").click();

        browser.awaitText("h1", "night@1");
        browser.awaitText(".heading .badge", "done");
        browser.awaitText(".figure", "Took");
        browser.awaitText(".board .num", "/2");
        training = browser.address().replaceAll(".*#", "#");
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
        forgetWhatWasTold();
        DashboardPages.all(job, training, comparison).forEach(page -> {
            browser.go(page.hash());
            browser.await(page.ready());
            pages.look(page.name());
        });
        assertThat(browser.errors()).isEmpty();
    }

    @Test
    @Order(8)
    void every_question_can_be_answered_by_all_and_the_keyboard_leaves_it() {
        browser.go("#/jobs/" + job);
        browser.await(".results td");
        browser.press("?");
        browser.awaitText("dialog[open]", "Keyboard");
        pages.look("keys");
        browser.press(Keys.ESCAPE);
        browser.awaitGone("dialog");

        browser.click(".heading", "Delete");
        browser.awaitText("dialog[open]", "Delete this job?");
        pages.look("question");
        browser.press(Keys.ESCAPE);
        browser.awaitGone("dialog");
        assertThat(browser.run("return document.activeElement.textContent;"))
                .as("where the keyboard is")
                .isEqualTo("Delete");

        browser.go("#/adapters");
        browser.click(".cards", "Promote");
        browser.await("dialog[open] #alias");
        pages.look("promotion");
        browser.click("dialog[open]", "Go back");
        browser.awaitGone("dialog");
        browser.click("[aria-label=Aliases]", "History");
        browser.await("dialog[open] [aria-label=Moves] td");
        pages.look("moves");
        browser.press(Keys.ENTER);
        browser.awaitGone("dialog");
        assertThat(browser.errors()).isEmpty();
    }

    @Test
    @Order(9)
    void a_drained_worker_takes_no_work_and_jobs_that_wait_are_paused_resumed_and_cancelled_together() {
        browser.go("#/fleet");
        browser.click("[aria-label=Workers]", "Drain");
        browser.awaitText("dialog[open]", "It takes no more work");
        browser.press(Keys.ESCAPE);
        browser.awaitGone("dialog");
        assertThat(winnow.get("/api/v1/workers").at("/workers/0/state").asText())
                .isEqualTo("live");
        browser.click("[aria-label=Workers]", "Drain");
        browser.click("dialog[open]", "Drain");
        browser.awaitText("[aria-label=Workers] .badge", "draining");
        awaitHeartbeats(2); // the first is answered with it

        List<String> names = List.of("Waiting one", "Waiting two", "Waiting three");
        List<String> waiting = names.stream().map(this::submit).toList();
        browser.go("#/jobs");
        names.forEach(name ->
                browser.await("[aria-label='Choose %s']".formatted(name)).click());
        browser.awaitText(".bulk", "3 jobs chosen");
        browser.click(".bulk", "Pause 3");
        browser.awaitText("dialog[open]", "Pause 3 jobs?");
        browser.click("dialog[open]", "Go back");
        browser.awaitGone("dialog");
        assertThat(states(waiting)).containsOnly("queued");

        browser.click(".bulk", "Pause 3");
        browser.click("dialog[open]", "Pause");
        browser.awaitText(".bulk", "Resume 3");
        assertThat(states(waiting)).containsOnly("paused");
        assertThat(browser.run("return document.activeElement.closest('.bulk') !== null;"))
                .as("the keyboard stays with what is chosen")
                .isEqualTo(true);
        browser.click(".bulk", "Resume 3");
        browser.click("dialog[open]", "Resume");
        browser.awaitText(".bulk", "Pause 3");
        assertThat(states(waiting)).containsOnly("queued");

        browser.await("[aria-label='Choose Waiting three']").click();
        browser.awaitText(".bulk", "2 jobs chosen");
        browser.click(".bulk", "Cancel 2");
        browser.awaitText("dialog[open]", "There is no way back");
        pages.look("cancel-two");
        browser.click("dialog[open]", "Cancel");
        browser.awaitGone("dialog");
        browser.awaitText(".jobs tbody tr:nth-child(2)", "cancelled");
        browser.awaitText(".jobs tbody tr:nth-child(3)", "cancelled");
        assertThat(states(waiting)).containsExactly("cancelled", "cancelled", "queued");
        browser.click(".bulk", "Choose none");
        browser.awaitGone(".bulk");
        assertThat(browser.all(".jobs input:checked")).isEmpty();

        browser.go("#/fleet");
        browser.click("[aria-label=Workers]", "Let it work");
        browser.awaitText("[aria-label=Workers] .badge", "live");
        browser.go("#/jobs/" + waiting.get(2));
        browser.awaitText(".heading .badge", "done");
        assertThat(browser.errors()).isEmpty();
    }

    private void awaitHeartbeats(int count) {
        for (int i = 0; i < count; i++) {
            String before = lastSeen();
            await().atMost(LIMIT).until(() -> !lastSeen().equals(before));
        }
    }

    private String lastSeen() {
        return winnow.get("/api/v1/workers").at("/workers/0/last_seen").asText();
    }

    private String submit(String name) {
        return winnow.submit("{\"options\":{\"keys\":[\"title\"],\"max_output_tokens\":16,\"name\":\"%s\"}}\n%s"
                .formatted(name, DashboardInput.listings(1)));
    }

    private List<String> states(List<String> jobs) {
        return jobs.stream().map(each -> winnow.job(each).get("state").asText()).toList();
    }

    @Test
    @Order(10)
    void the_theme_is_the_systems_or_ones_own_and_stays_over_a_reload() {
        browser.go("#/jobs");
        String light = ground();
        browser.look(true, false);
        String dark = ground();
        assertThat(dark).isNotEqualTo(light);

        browser.click(".who", "Theme");
        browser.awaitText("#told", "The theme is light");
        assertThat(ground()).isEqualTo(light);
        browser.reload();
        browser.await(".jobs td");
        assertThat(ground()).isEqualTo(light);

        browser.look(false, false);
        browser.click(".who", "Theme");
        browser.awaitText("#told", "The theme is dark");
        assertThat(ground()).isEqualTo(dark);
        browser.reload();
        browser.await(".jobs td");
        assertThat(ground()).isEqualTo(dark);

        browser.click(".who", "Theme");
        browser.awaitText("#told", "as the system has it");
        assertThat(ground()).isEqualTo(light);
        browser.look(true, false);
        assertThat(ground()).isEqualTo(dark);
        browser.look(false, false);
        assertThat(browser.errors()).isEmpty();
    }

    /** The colour that all stands on. */
    private String ground() {
        return String.valueOf(browser.run("return getComputedStyle(document.documentElement).backgroundColor;"));
    }

    @Test
    @Order(11)
    void results_are_downloaded_as_lines_and_as_a_table() throws IOException {
        Path downloads = Files.createDirectory(folder.resolve("downloads"));
        browser.downloadTo(downloads);
        browser.go("#/jobs/" + job);

        browser.click(".heading", "Download");
        Path lines = downloads.resolve("Harbour listings.jsonl");
        await().atMost(LIMIT).until(() -> Files.exists(lines));
        browser.click(".heading", "CSV");
        Path table = downloads.resolve(job + ".csv");
        await().atMost(LIMIT).until(() -> Files.exists(table));

        String results = "/api/v1/extractions/" + job + "/results";
        assertThat(Files.readAllLines(lines)).hasSize(4);
        assertThat(lines).hasContent(winnow.text(results));
        assertThat(table).content().contains("title", "venue", "price", "listing-0", "listing-3");
        assertThat(table).hasContent(winnow.text(results + "?format=csv"));
        assertThat(browser.errors()).isEmpty();
    }

    @Test
    @Order(12)
    void what_is_left_to_review_is_corrected_and_skipped_by_the_keyboard_alone() {
        browser.go("#/review/" + job);
        browser.await(".sticky");
        choose("1.01");
        browser.awaitText("p.soft", "1 to go");
        String first = shown();

        browser.press("j");
        browser.awaitText("p.soft", "0 to go");
        String second = shown();
        assertThat(second).isNotEqualTo(first);
        browser.press("k");
        browser.awaitText("p.soft", "1 to go");
        assertThat(shown()).isEqualTo(first);

        browser.press("c");
        assertThat(browser.run("return document.activeElement.closest('.field.least') !== null;"))
                .as("in the field that the model was least sure of")
                .isEqualTo(true);
        browser.press("s", Keys.BACK_SPACE);
        browser.press(Keys.ESCAPE);
        assertThat(shown()).as("what is written decides nothing").isEqualTo(first);
        browser.write(".field[data-pointer='/title'] textarea", "By the keyboard");
        browser.press(Keys.chord(Keys.CONTROL, Keys.ENTER));
        browser.awaitText("p.soft", "0 to go, 1 decided");
        assertThat(shown()).isEqualTo(second);

        browser.press("s");
        browser.awaitText(".empty", "You have decided 2");
        browser.press("k");
        browser.awaitText(".card h2", "skip");
        assertThat(shown()).isEqualTo(second);
        assertThat(decisions()).containsExactlyInAnyOrder("accept", "correct", "correct", "skip");
        assertThat(browser.errors()).isEmpty();
    }

    private String shown() {
        return String.valueOf(browser.run("return document.title;"));
    }

    @Test
    @Order(13)
    void a_coordinator_that_dies_is_told_and_the_page_goes_on_by_itself_when_it_is_back() {
        browser.go("#/jobs");
        browser.await(".jobs td");

        winnow.killCoordinator();

        browser.awaitText(".trouble", "cannot be reached");
        browser.shoot("trouble");
        browser.awaitGone(".trouble");
        String second = submit("After the fall");
        browser.awaitText(".jobs", "After the fall");
        assertThat(second).isNotEqualTo(job);
    }

    @Test
    @Order(14)
    void what_ended_while_the_tab_was_hidden_is_there_when_it_is_seen_again_and_a_question_goes_with_its_page() {
        browser.go("#/jobs/" + job);
        browser.awaitButton("Delete").click();
        browser.await("dialog[open]");
        browser.go("#/jobs");
        browser.awaitGone("dialog[open]");
        browser.awaitText(".jobs", "Harbour listings");

        browser.run(HIDDEN.formatted(true));
        String ended = submit("Unseen");
        await().atMost(LIMIT)
                .until(() -> winnow.job(ended).get("state").asText().equals("done"));
        assertThat(browser.await(".jobs").getText()).doesNotContain("Unseen");
        browser.run(HIDDEN.formatted(false));

        browser.awaitText(".jobs tbody tr:first-child", "Unseen");
        browser.awaitText(".jobs tbody tr:first-child", "done");
        assertThat(winnow.job(job).get("state").asText()).isEqualTo("done");
    }

    @Test
    @Order(15)
    void who_signs_out_is_asked_for_a_key_everywhere_and_the_session_is_worth_nothing_any_more() {
        browser.errors(); // while the coordinator was away
        browser.go("#/jobs/" + job);
        browser.awaitText("h1", "Harbour listings");
        String session = browser.cookie("winnow_session");
        assertThat(winnow.answerTo("winnow_session=" + session)).isEqualTo(200);

        browser.click(".who", "Sign out");
        browser.await("#key");
        assertThat(winnow.answerTo("winnow_session=" + session)).isEqualTo(401);
        for (String hash : List.of("#/jobs", "#/fleet", "#/jobs/" + job)) {
            browser.go(hash);
            browser.reload();
            browser.await("#key");
            assertThat(browser.all("nav")).isEmpty();
        }
        assertThat(browser.errors()).isEmpty();

        browser.write("#key", "wk_of_nobody");
        browser.press(Keys.ENTER);
        browser.awaitText(".problem", "The API key is not known");
        browser.write("#key", winnow.credentials().get("key").asText());
        browser.press(Keys.ENTER);
        browser.awaitText("h1", "Harbour listings");
    }

    /** Other results to review. What is told of those before is taken away, so that it is not mistaken for theirs. */
    private void choose(String bar) {
        browser.run("""
                document.querySelector("p.soft").textContent = "";
                const below = document.querySelector("#below");
                below.value = "%s";
                below.dispatchEvent(new Event("change"));
                return true;""".formatted(bar));
    }

    private long accepted() {
        return decisions().stream().filter("accept"::equals).count();
    }

    private List<String> decisions() {
        return StreamSupport.stream(
                        winnow.get("/api/v1/extractions/" + job + "/review?below=1.01&decided=true")
                                .get("items")
                                .spliterator(),
                        false)
                .map(item -> item.path("decision").asText())
                .toList();
    }

    /** What was said in passing is in no picture. */
    private void forgetWhatWasTold() {
        browser.load("document.querySelectorAll('.told').forEach(each => each.remove());");
    }
}
