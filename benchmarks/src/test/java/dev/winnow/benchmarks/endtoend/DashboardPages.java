package dev.winnow.benchmarks.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.winnow.benchmarks.browser.Browser;
import java.util.List;

/** Pages of the dashboard as they are looked at: in both themes, on desk and phone. */
final class DashboardPages {
    /**
     * A page.
     *
     * @param ready what is there as soon as all of it is
     */
    record Page(String name, String hash, String ready) {}

    private final Browser browser;
    private final Barriers barriers;

    DashboardPages(Browser browser) {
        this.browser = browser;
        this.barriers = new Barriers(browser);
    }

    /** All of them, where there is such a job with four results, such a training and such a comparison. */
    static List<Page> all(String job, String training, String comparison) {
        return List.of(
                new Page("overview", "#/overview", "[aria-label='Latest jobs'] td"),
                new Page("jobs", "#/jobs", ".jobs td"),
                new Page("job", "#/jobs/" + job, ".results td"),
                new Page("item", "#/jobs/" + job + "/items/1", "mark"),
                new Page("new", "#/new", ".drop"),
                new Page("reviews", "#/review", "[aria-label='Jobs with results'] td"),
                new Page("review", "#/review/" + job, ".sticky"),
                new Page("training", "#/training", ".board td"),
                new Page("one-training", training, ".board td"),
                new Page("begin", "#/training/new", "#rows"),
                new Page("comparison", comparison, ".verdict"),
                new Page("adapters", "#/adapters", ".cards .card"),
                new Page("fleet", "#/fleet", "[aria-label=Workers] td"),
                new Page("nowhere", "#/nowhere", "h1"));
    }

    /** Takes its pictures, and holds what all can use against it. */
    void look(String name) {
        for (boolean dark : new boolean[] {false, true}) {
            for (boolean phone : new boolean[] {false, true}) {
                browser.look(dark, phone);
                browser.shoot("%s-%s-%s".formatted(name, dark ? "dark" : "light", phone ? "phone" : "desk"));
                assertThat(browser.overflow()).as("%s is too wide", name).isZero();
            }
            assertThat(barriers.found()).as("%s, dark %s", name, dark).isEmpty();
        }
        browser.look(false, false);
    }
}
