package io.github.memcachedspring.readme;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.io.ByteArrayResource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Compares the README with the project.
 */
class ReadmeTests {

	private static final Path ROOT = Path.of("").toAbsolutePath().getParent();

	private static final String FROM = "memcached.migration.from.";

	private final String readme = read(ROOT.resolve("README.md"));

	@Test
	void compilesItsJavaCode() {
		List<String> blocks = blocks("java");
		assertThat(blocks).isNotEmpty();
		for (String block : blocks) {
			Iterator<String> lines = lines(read(compiled(block))).iterator();
			assertThat(lines(block)).allSatisfy((line) -> assertThat(advanceTo(line, lines)).as(line).isTrue());
		}
	}

	/** Tests are in files of their own, in which they are also run. */
	private static Path compiled(String block) {
		Matcher test = Pattern.compile("(?m)^class (\\w+Tests) ").matcher(block);
		return ROOT.resolve("memcached-spring-boot-autoconfigure/src/test/java/io/github/memcachedspring/readme")
			.resolve((test.find() ? test.group(1) : "ReadmeSnippets") + ".java");
	}

	@Test
	void usesOnlyPropertiesThatExist() throws IOException {
		Set<String> names = metadata().keySet();
		List<String> blocks = blocks("yaml");
		assertThat(blocks).isNotEmpty();
		for (String block : blocks) {
			for (String name : propertyNames(block)) {
				String general = name.replaceFirst("^memcached\\.cache\\.caches\\.[^.]+\\..*", "memcached.cache.caches")
					.replaceFirst("\\[\\d+]$", "");
				assertThat(names).contains(general);
			}
		}
	}

	@Test
	void listsEveryPropertyWithItsDefault() {
		Map<String, String> listed = new TreeMap<>();
		Matcher row = Pattern.compile("(?m)^\\| `(memcached\\.[^`]+)` \\| (?:`([^`]*)`|[^`|]*) ?\\|")
			.matcher(this.readme.substring(this.readme.indexOf("\n## Properties\n")));
		while (row.find()) {
			listed.put(row.group(1), (row.group(2) != null) ? row.group(2) : "");
		}
		Map<String, String> expected = metadata();
		expected.remove("memcached.cache.caches");
		assertThat(listed).containsKey("memcached.cache.caches.<name>.*");
		listed.remove("memcached.cache.caches.<name>.*");
		// The same as those of the new cluster.
		assertThat(listed).containsKey("memcached.migration.from.*");
		listed.remove("memcached.migration.from.*");
		expected.keySet()
			.removeIf((name) -> name.startsWith(FROM)
					&& listed.containsKey("memcached." + name.substring(FROM.length())));
		// Not known to the metadata: taken from another property.
		assertThat(listed.put("memcached.cache.key-prefix", "")).isEqualTo("spring.application.name");
		assertThat(listed).isEqualTo(expected);
	}

	@Test
	void namesTheArtifactsAsTheyAre() {
		List<String> modules = List.of("memcached-spring-boot-starter", "memcached-embedded");
		List<String> blocks = blocks("xml");
		assertThat(blocks).hasSameSizeAs(modules);
		for (int i = 0; i < modules.size(); i++) {
			String pom = read(ROOT.resolve(modules.get(i)).resolve("pom.xml"));
			assertThat(lines(blocks.get(i))).contains("<artifactId>%s</artifactId>".formatted(modules.get(i)))
				.filteredOn((line) -> !line.endsWith("dependency>") && !line.startsWith("<scope>"))
				.isSubsetOf(lines(pom));
		}
	}

	@Test
	void isTestedByCiWithItsOwnCommand() {
		assertThat(blocks("shell")).contains("./mvnw verify\n");
		assertThat(lines(read(ROOT.resolve(".ci/run")))).contains("./mvnw verify");
	}

	@Test
	void linksToFilesThatExist() {
		Matcher link = Pattern.compile("]\\((?!https?:|#)([^)#]+)").matcher(this.readme);
		while (link.find()) {
			assertThat(ROOT.resolve(link.group(1))).exists();
		}
	}

	private List<String> blocks(String language) {
		List<String> blocks = new ArrayList<>();
		Matcher matcher = Pattern.compile("(?ms)^```" + language + "\\n(.*?)^```$").matcher(this.readme);
		while (matcher.find()) {
			blocks.add(matcher.group(1));
		}
		return blocks;
	}

	private static List<String> lines(String text) {
		return text.lines().map(String::strip).filter((line) -> !line.isEmpty()).toList();
	}

	private static boolean advanceTo(String line, Iterator<String> lines) {
		while (lines.hasNext()) {
			if (lines.next().equals(line)) {
				return true;
			}
		}
		return false;
	}

	private static List<String> propertyNames(String yaml) throws IOException {
		return new YamlPropertySourceLoader().load("readme", new ByteArrayResource(yaml.getBytes()))
			.stream()
			.flatMap((source) -> Stream.of(((EnumerablePropertySource<?>) source).getPropertyNames()))
			// Others are Spring Boot's.
			.filter((name) -> name.startsWith("memcached."))
			.toList();
	}

	/** Returns the defaults by name, as the IDE sees them. */
	private static Map<String, String> metadata() {
		Map<String, String> defaults = new HashMap<>();
		String name = "/META-INF/spring-configuration-metadata.json";
		try (InputStream in = ReadmeTests.class.getResourceAsStream(name)) {
			for (JsonNode property : JsonMapper.shared().readTree(in).get("properties")) {
				JsonNode value = property.get("defaultValue");
				String text = (value == null) ? "" : value.isArray() ? join(value) : value.asString();
				defaults.put(property.get("name").asString(), text);
			}
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
		return defaults;
	}

	private static String join(JsonNode array) {
		List<String> values = new ArrayList<>();
		array.forEach((value) -> values.add(value.asString()));
		return String.join(",", values);
	}

	private static String read(Path file) {
		try {
			return Files.readString(file);
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
