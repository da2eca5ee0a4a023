package io.github.memcachedspring.readme;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.io.ByteArrayResource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Compares the pages for those who come from elsewhere with the project.
 */
class PagesTests {

	private static final Path DOCS = Path.of("").toAbsolutePath().getParent().resolve("docs");

	private static final Pattern BLOCK = Pattern.compile("(?ms)^```yaml\\n(.*?)^```$");

	private static final Pattern PROPERTY = Pattern.compile("`(memcached\\.[a-z0-9.<>*-]+)");

	private static final Pattern LINK = Pattern.compile("]\\((?!https?:)([^)#]*)(?:#([^)]*))?\\)");

	@ParameterizedTest
	@ValueSource(strings = { "coming-from-sixhours.md", "coming-from-redis.md" })
	void namesOnlyPropertiesThatExist(String page) throws IOException {
		String text = Files.readString(DOCS.resolve(page));
		Set<String> known = properties();
		assertThat(PROPERTY.matcher(text).results().map((match) -> match.group(1)).toList()).isNotEmpty()
			.allSatisfy((name) -> assertThat(known).anySatisfy(
					(property) -> assertThat(property).startsWith(name.replaceFirst("\\.?(<name>|\\*).*", ""))));
		for (MatchResult block : BLOCK.matcher(text).results().toList()) {
			assertThat(names(block.group(1))).allSatisfy((name) -> assertThat(known)
				.contains(name.replaceFirst("^(memcached\\.cache\\.caches)\\..*", "$1")));
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "coming-from-sixhours.md", "coming-from-redis.md" })
	void linksToWhatIsThere(String page) throws IOException {
		for (MatchResult link : LINK.matcher(Files.readString(DOCS.resolve(page))).results().toList()) {
			Path target = DOCS.resolve(link.group(1).isEmpty() ? page : link.group(1));
			assertThat(target).exists();
			if (link.group(2) != null) {
				assertThat(anchors(target)).contains(link.group(2));
			}
		}
	}

	private static List<String> anchors(Path page) throws IOException {
		return Files.readAllLines(page)
			.stream()
			.filter((line) -> line.startsWith("#"))
			.map((line) -> line.replaceFirst("#+ ", "").toLowerCase(Locale.ROOT).replaceAll("[^\\w -]", ""))
			.map((title) -> title.replace(' ', '-'))
			.toList();
	}

	private static List<String> names(String yaml) throws IOException {
		return new YamlPropertySourceLoader().load("page", new ByteArrayResource(yaml.getBytes()))
			.stream()
			.flatMap((source) -> List.of(((EnumerablePropertySource<?>) source).getPropertyNames()).stream())
			.filter((name) -> name.startsWith("memcached."))
			.toList();
	}

	/** Those of the other starter are there, too, as deprecated. */
	private static Set<String> properties() throws IOException {
		Set<String> names = new HashSet<>();
		try (InputStream in = PagesTests.class.getResourceAsStream("/META-INF/spring-configuration-metadata.json")) {
			for (JsonNode property : JsonMapper.shared().readTree(in).get("properties")) {
				names.add(property.get("name").asString());
			}
		}
		return names;
	}

}
