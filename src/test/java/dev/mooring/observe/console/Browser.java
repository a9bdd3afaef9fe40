package dev.mooring.observe.console;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.openqa.selenium.By;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.WebDriverException;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.interactions.Actions;

/** A headless Chromium of this machine, with an empty profile of its own; its screenshots go to {@code target/hawtio}. */
final class Browser implements AutoCloseable {

    private static final Path PICTURES = Path.of("target", "hawtio");

    private static final Logger SELENIUM = Logger.getLogger("org.openqa.selenium");
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private final ChromeDriver driver;

    private Browser(ChromeDriver driver) {
        this.driver = driver;
    }

    /** Whether Chromium and its driver are on the PATH. */
    static boolean isHere() {
        return chromium().isPresent() && onPath("chromedriver").isPresent();
    }

    static Browser start(Path profile) {
        SELENIUM.setLevel(Level.SEVERE); // warns that it does not know the newest Chromium's debugging protocol, unused here
        ChromeOptions options = new ChromeOptions();
        options.setBinary(chromium().orElseThrow().toFile());
        options.addArguments("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
                "--disable-dev-shm-usage", "--disable-background-networking", "--disable-component-update", "--disable-sync",
                "--user-data-dir=" + profile);
        ChromeDriver driver = new ChromeDriver(new ChromeDriverService.Builder()
                .usingDriverExecutable(onPath("chromedriver").orElseThrow().toFile()).usingAnyFreePort().build(), options);
        driver.manage().window().setSize(new Dimension(1280, 800));
        return new Browser(driver);
    }

    void open(String url) {
        driver.get(url);
    }

    /** Waits until there is such a thing to be seen. The page may replace it at any moment, so each look is a new one. */
    void await(By what) {
        eventually(() -> driver.findElement(what).isDisplayed());
    }

    void type(By where, String text) {
        await(where);
        driver.findElement(where).sendKeys(text);
    }

    void click(By what) {
        eventually(() -> {
            driver.findElement(what).click();
            return true;
        });
    }

    void hover(By what) {
        eventually(() -> {
            new Actions(driver).moveToElement(driver.findElement(what)).perform();
            return true;
        });
    }

    /** Sees to it that a check box is ticked. */
    void tick(By box) {
        eventually(() -> {
            if (!driver.findElement(box).isSelected()) {
                driver.findElement(box).click();
            }
            return driver.findElement(box).isSelected();
        });
    }

    private static void eventually(Callable<Boolean> condition) {
        Awaitility.await().atMost(PATIENCE).pollInterval(Duration.ofMillis(300))
                .ignoreExceptionsInstanceOf(WebDriverException.class).until(condition);
    }

    String text() {
        return driver.findElement(By.tagName("body")).getText();
    }

    /** Keeps what is seen now as a PNG. */
    void picture(String name) {
        try {
            Files.createDirectories(PICTURES);
            Files.write(PICTURES.resolve(name + ".png"), driver.getScreenshotAs(OutputType.BYTES));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Optional<Path> chromium() {
        return Stream.of("chromium", "chromium-browser", "google-chrome").map(Browser::onPath).flatMap(Optional::stream)
                .findFirst();
    }

    private static Optional<Path> onPath(String program) {
        List<String> folders = Arrays.asList(System.getenv().getOrDefault("PATH", "").split(":"));
        return folders.stream().map(folder -> Path.of(folder, program)).filter(Files::isExecutable).findFirst();
    }

    @Override
    public void close() {
        driver.quit();
    }
}
