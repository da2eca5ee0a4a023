package io.github.memcachedspring.sample.browser;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;

import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;

import static org.awaitility.Awaitility.await;

/**
 * A page of the sample in a browser, as a person sees and uses it.
 */
final class Page implements AutoCloseable {

	private static final Duration LIMIT = Duration.ofSeconds(90);

	private static final Path PICTURES = Path.of(System.getProperty("screenshots", "target/screenshots"));

	private final ChromeDriver browser = Chromium.start();

	private final String address;

	Page(int port) {
		this.address = "http://localhost:" + port;
	}

	void open(String path) {
		this.browser.get(this.address + path);
	}

	void resize(int width, int height) {
		this.browser.executeCdpCommand("Emulation.setDeviceMetricsOverride",
				Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
	}

	/** Prefers 'light' or 'dark'. */
	void prefer(String colorScheme) {
		this.browser.executeCdpCommand("Emulation.setEmulatedMedia",
				Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", colorScheme))));
	}

	WebElement find(String selector) {
		return this.browser.findElement(By.cssSelector(selector));
	}

	List<WebElement> findAll(String selector) {
		return this.browser.findElements(By.cssSelector(selector));
	}

	String text(String selector) {
		return find(selector).getText();
	}

	/** Returns the number that an element begins with. */
	double number(String selector) {
		return Double.parseDouble(text(selector).replace(",", "").replaceFirst("[^0-9.].*", ""));
	}

	void press(CharSequence key) {
		this.browser.switchTo().activeElement().sendKeys(key);
	}

	void tabTo(String selector) {
		await().atMost(LIMIT).until(() -> {
			press(Keys.TAB);
			return isFocused(selector);
		});
	}

	boolean isFocused(String selector) {
		return this.browser.switchTo().activeElement().equals(find(selector));
	}

	void awaitText(String selector, String part) {
		await().atMost(LIMIT).until(() -> text(selector).contains(part));
	}

	/** Evaluates a JavaScript expression. */
	String evaluate(String expression) {
		return String.valueOf(this.browser.executeScript("return " + expression));
	}

	/** Returns what the browser has complained about since it was last asked. */
	List<String> complaints() {
		return this.browser.manage()
			.logs()
			.get(LogType.BROWSER)
			.getAll()
			.stream()
			.filter((entry) -> entry.getLevel().intValue() >= Level.WARNING.intValue())
			.map(LogEntry::getMessage)
			.toList();
	}

	/** Takes a picture of the whole page at that width. */
	void takePicture(String name, int width) throws IOException {
		resize(width, 100);
		resize(width, Integer.parseInt(evaluate("document.documentElement.scrollHeight")));
		Files.createDirectories(PICTURES);
		Files.write(PICTURES.resolve(name), this.browser.getScreenshotAs(OutputType.BYTES));
	}

	@Override
	public void close() {
		this.browser.quit();
	}

}
