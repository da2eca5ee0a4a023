package io.github.memcachedspring.sample.browser;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.logging.Level;
import java.util.regex.Pattern;

import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/**
 * Starts the Chromium of this machine, without a window.
 */
final class Chromium {

	static final String MISSING = "No 'chromium' with its 'chromedriver' on the PATH: the pages are not tested in a browser";

	private static final List<String> BROWSERS = List.of("chromium", "chromium-browser", "google-chrome");

	private static final List<String> DRIVERS = List.of("chromedriver");

	/** The last keep it from asking for anything but what a page needs. */
	private static final List<String> ARGUMENTS = List.of("--headless=new", "--no-sandbox", "--disable-gpu",
			"--disable-dev-shm-usage", "--hide-scrollbars", "--disable-quic", "--no-first-run",
			"--disable-background-networking", "--disable-component-update", "--disable-sync");

	private Chromium() {
	}

	/** Whether there is a browser or has to be; if there is none, says so. */
	static boolean isExpected() {
		boolean found = find(BROWSERS).isPresent() && find(DRIVERS).isPresent();
		if (!found) {
			System.out.println(MISSING);
		}
		return found || "true".equals(System.getenv("CI"));
	}

	static ChromeDriver start() {
		LoggingPreferences logs = new LoggingPreferences();
		logs.enable(LogType.BROWSER, Level.ALL);
		ChromeOptions options = new ChromeOptions();
		options.setBinary(find(BROWSERS).orElseThrow(() -> new IllegalStateException(MISSING)));
		options.addArguments(ARGUMENTS);
		options.setCapability(ChromeOptions.LOGGING_PREFS, logs);
		ChromeDriverService service = new ChromeDriverService.Builder()
			.usingDriverExecutable(find(DRIVERS).orElseThrow(() -> new IllegalStateException(MISSING)))
			.build();
		return new ChromeDriver(service, options);
	}

	private static Optional<File> find(List<String> names) {
		return Pattern.compile(File.pathSeparator, Pattern.LITERAL)
			.splitAsStream(System.getenv().getOrDefault("PATH", ""))
			.filter((directory) -> !directory.isBlank())
			.flatMap((directory) -> names.stream().map((name) -> Path.of(directory, name)))
			.filter(Files::isExecutable)
			.map(Path::toFile)
			.findFirst();
	}

}
