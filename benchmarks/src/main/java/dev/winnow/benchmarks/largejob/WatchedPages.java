package dev.winnow.benchmarks.largejob;

import dev.winnow.benchmarks.browser.Browser;
import dev.winnow.benchmarks.browser.Traffic;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.openqa.selenium.Keys;

/** Pages of the dashboard in a browser that is signed in. Not thread-safe. */
final class WatchedPages {
    // Runs before anything of the page, and looks at each frame that is drawn. A job's page can be used when there are
    // results, and what stops the job is there and takes a click; the list when there are jobs, and one can search.
    private static final String WATCH = """
            const canBeUsed = () => {
                const ofJob = location.hash.startsWith("#/jobs/");
                const wanted = ofJob
                    ? [...document.querySelectorAll("main button")].find(one => one.textContent === "Pause")
                    : document.querySelector("#search");
                const row = document.querySelector(ofJob ? ".results tbody td a" : ".jobs tbody td a");
                if (!wanted || wanted.disabled || !row || row.getClientRects().length === 0) return false;
                const place = wanted.getBoundingClientRect();
                return wanted === document.elementFromPoint(place.x + place.width / 2, place.y + place.height / 2);
            };
            const look = () => {
                if (canBeUsed()) setTimeout(() => window.usableAt = performance.now());
                else requestAnimationFrame(look);
            };
            requestAnimationFrame(look);""";
    private static final String USABLE = """
            while (window.usableAt === undefined) await new Promise(again => setTimeout(again, 50));
            return window.usableAt;""";
    private static final String ENDED = "return document.querySelector('.figure .note').textContent;";
    private static final String SEARCH = """
            const begun = performance.now();
            const field = document.querySelector("#search");
            field.value = "%s";
            field.dispatchEvent(new Event("input"));
            const rows = () => [...document.querySelectorAll(".jobs tbody tr")];
            while (rows().length !== 1 || !rows()[0].textContent.includes(field.value))
                await new Promise(again => requestAnimationFrame(again));
            return performance.now() - begun;""";
    private static final double NANOS = 1e9;

    private final Browser browser;
    private final URI dashboard;

    private WatchedPages(Browser browser, URI dashboard) {
        this.browser = browser;
        this.dashboard = dashboard;
    }

    /** Signs in. */
    static WatchedPages signedIn(Browser browser, URI coordinator, String key) {
        browser.look(false, false);
        browser.open(coordinator.resolve("/dashboard/").toString());
        browser.await("#key");
        browser.write("#key", key);
        browser.press(Keys.ENTER);
        browser.awaitText("h1", "Overview");
        browser.runFirst(WATCH);
        return new WatchedPages(browser, coordinator.resolve("/dashboard/"));
    }

    /**
     * Opens one as somebody would who has never been here.
     *
     * @param page such as {@code #/jobs}
     * @return after how many milliseconds it could be used
     */
    double open(String page) {
        browser.open("about:blank");
        browser.forgetFiles();
        browser.open(dashboard.resolve(page).toString());
        return ((Number) browser.run(USABLE)).doubleValue();
    }

    /**
     * Looks for the only job of that name in the list that is open.
     *
     * @return after how many milliseconds it stood there, those in which the page waits for the next letter among them
     */
    double search(String name) {
        return ((Number) browser.run(SEARCH.formatted(name))).doubleValue();
    }

    /** Stays on a job's page for a while. */
    Seen watch(Duration time) {
        String before = String.valueOf(browser.run(ENDED));
        browser.traffic(); // what it took to open it
        long begun = System.nanoTime();
        LockSupport.parkNanos(time.toNanos());
        Traffic traffic = browser.traffic();
        double seconds = (System.nanoTime() - begun) / NANOS;
        boolean moved = !before.equals(String.valueOf(browser.run(ENDED)));
        return new Seen(
                traffic.bytes() / seconds, traffic.addresses().size() / seconds, traffic.events() / seconds, moved);
    }

    /**
     * What came while somebody looked.
     *
     * @param bytesPerSecond of all answers, the event stream's among them
     * @param requestsPerSecond that the page made
     * @param eventsPerSecond that it heard
     * @param moved whether the page showed that the job went on
     */
    record Seen(double bytesPerSecond, double requestsPerSecond, double eventsPerSecond, boolean moved) {}
}
