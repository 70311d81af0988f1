package dev.winnow.benchmarks.browser;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.logging.Level;
import org.awaitility.Awaitility;
import org.openqa.selenium.By;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/** A real Chromium without a window. {@code scripts/browser} brings it, and says where it is. */
public final class Browser implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration POLL = Duration.ofMillis(50);

    private static final ObjectMapper JSON = new ObjectMapper();

    private final ChromeDriver driver;
    private final Path shots;

    private Browser(ChromeDriver driver, Path shots) {
        this.driver = driver;
        this.shots = shots;
    }

    /** Starts it. Screenshots go into that folder. */
    public static Browser start(Path shots) {
        LoggingPreferences logs = new LoggingPreferences();
        logs.enable(LogType.BROWSER, Level.ALL);
        logs.enable(LogType.PERFORMANCE, Level.ALL);
        ChromeOptions options = new ChromeOptions();
        options.setBinary(program("WINNOW_TEST_CHROMIUM", "/usr/bin/chromium"));
        // Root has no sandbox; containers have a small /dev/shm.
        options.addArguments("--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--hide-scrollbars");
        options.setCapability("goog:loggingPrefs", logs);
        ChromeDriverService service = new ChromeDriverService.Builder()
                .usingDriverExecutable(new File(program("WINNOW_TEST_CHROMEDRIVER", "/usr/bin/chromedriver")))
                .build();
        try {
            Files.createDirectories(shots);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Browser(new ChromeDriver(service, options), shots);
    }

    private static String program(String variable, String usual) {
        String path = System.getenv().getOrDefault(variable, usual);
        if (!Files.isExecutable(Path.of(path))) {
            throw new IllegalStateException(
                    path + " is no program: run scripts/browser install, and eval \"$(scripts/browser env)\"");
        }
        return path;
    }

    public void open(String url) {
        driver.get(url);
    }

    /** Opens the same again. */
    public void reload() {
        driver.navigate().refresh();
    }

    /** Goes to a page of the dashboard that is open. */
    public void go(String hash) {
        // What is waited for next must not be found on the page that is left: the new one is there when this ends.
        driver.executeAsyncScript("""
                const [hash, done] = arguments;
                if (location.hash === hash) {
                    done();
                    return;
                }
                addEventListener("hashchange", () => done(), {once: true});
                location.hash = hash;""", hash);
    }

    /** The element, as soon as it is there and can be seen. */
    public WebElement await(String css) {
        return await(By.cssSelector(css), css);
    }

    /** A button or link by what stands on it. */
    public WebElement awaitButton(String label) {
        return await(
                By.xpath("//main//*[self::button or self::a][starts-with(normalize-space(.), '%s')][not(@disabled)]"
                        .formatted(label)),
                label);
    }

    private WebElement await(By what, String told) {
        return Awaitility.await(told)
                .atMost(PATIENCE)
                .pollDelay(Duration.ZERO)
                .pollInterval(POLL)
                .ignoreExceptions()
                .until(
                        () -> driver.findElements(what).stream()
                                .filter(WebElement::isDisplayed)
                                .findFirst()
                                .orElse(null),
                        found -> found != null);
    }

    /** Waits until the page has such a text in an element. */
    public void awaitText(String css, String text) {
        Awaitility.await(css + " with " + text)
                .atMost(PATIENCE)
                .pollDelay(Duration.ZERO)
                .pollInterval(POLL)
                .ignoreExceptions()
                .until(() -> driver.findElements(By.cssSelector(css)).stream()
                        .anyMatch(element -> element.getText().contains(text)));
    }

    /** Waits until nothing is like this any more. */
    public void awaitGone(String css) {
        Awaitility.await("no " + css)
                .atMost(PATIENCE)
                .pollDelay(Duration.ZERO)
                .pollInterval(POLL)
                .ignoreExceptions()
                .until(() -> driver.findElements(By.cssSelector(css)).stream().noneMatch(WebElement::isDisplayed));
    }

    public List<WebElement> all(String css) {
        return driver.findElements(By.cssSelector(css));
    }

    /** Puts a text in the place of a field's. */
    public void write(String css, String text) {
        WebElement field = await(css);
        field.clear();
        field.sendKeys(text);
    }

    /** Presses a button or link in such a part of the page. What is drawn anew at that moment is looked for again. */
    public void click(String css, String label) {
        By what = By.xpath(".//*[self::button or self::a][starts-with(normalize-space(.), '%s')][not(@disabled)]"
                .formatted(label));
        Awaitility.await(label + " in " + css)
                .atMost(PATIENCE)
                .pollDelay(Duration.ZERO)
                .pollInterval(POLL)
                .ignoreExceptions()
                .until(() -> driver.findElements(By.cssSelector(css)).stream()
                        .flatMap(part -> part.findElements(what).stream())
                        .filter(WebElement::isDisplayed)
                        .findFirst()
                        .map(Browser::clicked)
                        .isPresent());
    }

    private static WebElement clicked(WebElement element) {
        element.click();
        return element;
    }

    /** The keys go to whatever has the focus. */
    public void press(CharSequence... keys) {
        driver.switchTo().activeElement().sendKeys(keys);
    }

    /** Keys that come faster than anything can be drawn: one, again, and then held. */
    public void hold(String key) {
        driver.executeScript("""
                for (const repeat of [false, false, true, true]) {
                    document.dispatchEvent(new KeyboardEvent("keydown", {key: arguments[0], repeat, bubbles: true}));
                }""", key);
    }

    /** What a script in the page returns, which may wait for something. */
    public Object run(String script) {
        return Objects.requireNonNull(driver.executeAsyncScript("""
                const done = arguments[arguments.length - 1];
                (async () => {
                %s
                })().then(done, error => done(String(error.stack)));""".formatted(script)));
    }

    /** Runs a script that leaves something behind in the page. */
    public void load(String script) {
        driver.executeScript(script);
    }

    /** Has a script run in each page that is opened from now on, before anything of the page does. */
    public void runFirst(String script) {
        driver.executeCdpCommand("Page.addScriptToEvaluateOnNewDocument", Map.of("source", script));
    }

    /** Forgets every file that it keeps, as if it had never been here; it stays signed in. */
    public void forgetFiles() {
        driver.executeCdpCommand("Network.clearBrowserCache", Map.of());
    }

    /** What pages have it download lies in that folder from now on. */
    public void downloadTo(Path folder) {
        driver.executeCdpCommand(
                "Browser.setDownloadBehavior", Map.of("behavior", "allow", "downloadPath", folder.toString()));
    }

    /** The value of a cookie that is there, also of one that scripts do not see. */
    public String cookie(String name) {
        return Objects.requireNonNull(driver.manage().getCookieNamed(name), name)
                .getValue();
    }

    /** Where it is. */
    public String address() {
        return driver.getCurrentUrl();
    }

    /** How it is looked at from now on. */
    public void look(boolean dark, boolean phone) {
        driver.executeCdpCommand(
                "Emulation.setEmulatedMedia",
                Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", dark ? "dark" : "light"))));
        driver.executeCdpCommand(
                "Emulation.setDeviceMetricsOverride",
                Map.of(
                        "width",
                        phone ? 390 : 1280,
                        "height",
                        phone ? 844 : 860,
                        "deviceScaleFactor",
                        1,
                        "mobile",
                        phone));
    }

    public void shoot(String name) {
        try {
            // Packed less well in a fraction of the time: the tests take some eighty.
            Object shot = driver.executeCdpCommand("Page.captureScreenshot", Map.of("optimizeForSpeed", true))
                    .get("data");
            Files.write(shots.resolve(name + ".png"), Base64.getDecoder().decode(String.valueOf(shot)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** By how many pixels the page is wider than the screen. */
    public long overflow() {
        return ((Number) driver.executeScript(
                        "return document.documentElement.scrollWidth - document.documentElement.clientWidth"))
                .longValue();
    }

    /** Errors that the browser has told of since this was last asked. */
    public List<String> errors() {
        return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
                .filter(entry -> entry.getLevel().intValue() >= Level.WARNING.intValue())
                .map(entry -> entry.getLevel() + " " + entry.getMessage())
                .toList();
    }

    /** What has gone over the network since this was last asked; of what still comes, that which has come. */
    public Traffic traffic() {
        Traffic traffic = new Traffic();
        for (var entry : driver.manage().logs().get(LogType.PERFORMANCE)) {
            traffic.add(read(entry.getMessage()).path("message"));
        }
        return traffic;
    }

    private static JsonNode read(String json) {
        try {
            return JSON.readTree(json);
        } catch (IOException e) {
            throw new UncheckedIOException("no JSON: " + json, e);
        }
    }

    @Override
    public void close() {
        driver.quit();
    }
}
