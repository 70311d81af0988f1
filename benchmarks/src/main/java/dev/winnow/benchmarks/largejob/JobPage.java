package dev.winnow.benchmarks.largejob;

import dev.winnow.benchmarks.browser.Browser;
import dev.winnow.benchmarks.browser.Traffic;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.openqa.selenium.Keys;

/** The page of one job in a browser that is signed in. Not thread-safe. */
final class JobPage {
    // Runs before anything of the page, and looks at each frame that is drawn: there are results, and what stops the
    // job is there and takes a click.
    private static final String WATCH = """
            const canBeUsed = () => {
                const pause = [...document.querySelectorAll("main button")].find(one => one.textContent === "Pause");
                const row = document.querySelector(".results tbody td a");
                if (!pause || pause.disabled || !row || row.getClientRects().length === 0) return false;
                const place = pause.getBoundingClientRect();
                const hit = document.elementFromPoint(place.x + place.width / 2, place.y + place.height / 2);
                return pause === hit;
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
    private static final double NANOS = 1e9;

    private final Browser browser;
    private final URI address;

    private JobPage(Browser browser, URI address) {
        this.browser = browser;
        this.address = address;
    }

    /** Signs in. */
    static JobPage signedIn(Browser browser, URI coordinator, String key, String job) {
        browser.look(false, false);
        browser.open(coordinator.resolve("/dashboard/").toString());
        browser.await("#key");
        browser.write("#key", key);
        browser.press(Keys.ENTER);
        browser.awaitText("h1", "Overview");
        browser.runFirst(WATCH);
        return new JobPage(browser, coordinator.resolve("/dashboard/#/jobs/" + job));
    }

    /**
     * Opens it as somebody would who has never been here.
     *
     * @return after how many milliseconds it could be used
     */
    double open() {
        browser.open("about:blank");
        browser.forgetFiles();
        browser.open(address.toString());
        return ((Number) browser.run(USABLE)).doubleValue();
    }

    /** Stays on it for a while. */
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
