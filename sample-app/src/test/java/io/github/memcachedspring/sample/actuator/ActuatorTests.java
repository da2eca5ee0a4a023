package io.github.memcachedspring.sample.actuator;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import io.github.memcachedspring.warmup.CacheWarmer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Bean;
import org.springframework.http.MediaType;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What an operator who may do everything sees and does over HTTP, in an application on
 * its way from a cluster that is gone.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT,
		properties = { "management.endpoints.web.exposure.include=*",
				"management.endpoint.memcached.access=unrestricted", "management.endpoint.health.show-details=always",
				"management.endpoint.env.show-values=always", "management.endpoint.configprops.show-values=always",
				"memcached.migration.phase=prepare", "memcached.migration.from.servers=127.0.0.1:1",
				"memcached.migration.from.username=shop", "memcached.migration.from.password=" + ActuatorTests.CANARY,
				"memcached.warm-up.on-start=false" })
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ActuatorTests {

	static final String CANARY = "canary-5b21";

	private static final String ENDPOINT = "memcached";

	private Actuator actuator;

	@BeforeEach
	void useThePort(@LocalServerPort int port) {
		this.actuator = new Actuator(port);
	}

	/** Everything else happens in the phase that this one leads to. */
	@Test
	@Order(1)
	void movesTheMigrationOnThisInstance() {
		assertThat(read("memcached/migration").at("/migration/phase").asString()).isEqualTo("prepare");
		JsonNode moved = Actuator.json(this.actuator.post("memcached/migration", Map.of("phase", "read-through")));
		assertThat(moved.at("/migration/phase").asString()).isEqualTo("read-through");
		assertThat(moved.at("/migration/progress/verdict").asString()).isEqualTo("NEEDED");
		assertThat(read("memcached/migration")).isEqualTo(moved);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
			migration | phase    | none      | 'none' is a matter of configuration
			migration | phase    | elsewhere | 'phase' must be one of [prepare, read-through, done]: 'elsewhere'
			migration | fase     | done      | 'phase' must be one of [prepare, read-through, done]: 'null'
			warm-up   | warmers  | films     | There is no warmer 'films'; there are [bestsellers]
			caches    | phase    | done      | 'caches' cannot be changed; 'migration' and 'warm-up' can
			""")
	void answersBadInputWithWhatIsWrong(String part, String name, String value, String error) {
		var answer = this.actuator.post("memcached/" + part, Map.of(name, value));
		answer.expectStatus().isBadRequest();
		assertThat(Actuator.json(answer).get("error").asString()).contains(error);
	}

	@Test
	void takesAPostWithoutABody() {
		var answer = this.actuator.client()
			.post()
			.uri("/actuator/memcached/warm-up")
			.contentType(MediaType.APPLICATION_JSON)
			.exchange();
		assertThat(Actuator.json(answer).at("/warmUp/warmers").size()).isOne();
	}

	@Test
	void startsAWarmUp() {
		JsonNode started = Actuator.json(this.actuator.post("memcached/warm-up", Map.of("warmers", "bestsellers")));
		assertThat(started.at("/warmUp/warmers/0/name").asString()).isEqualTo("bestsellers");
		Awaitility.await()
			.until(() -> read("memcached/warm-up").at("/warmUp/warmers/0/state").asString(), "DONE"::equals);
	}

	@Test
	void tellsOfOneCacheAndClearsIt() {
		readBook(1);
		JsonNode books = read("memcached/caches/books");
		assertThat(books.at("/settings/timeToLive").asString()).isEqualTo("PT10M");
		assertThat(books.at("/settings/codec").asString()).isEqualTo("json");
		long hits = books.at("/statistics/hits").asLong();
		readBook(1);
		assertThat(read("memcached/caches/books").at("/statistics/hits").asLong()).isEqualTo(hits + 1);
		this.actuator.delete("memcached/caches/books").expectStatus().isNoContent();
		readBook(1);
		assertThat(read("memcached/caches/books").at("/statistics/hits").asLong()).isEqualTo(hits + 1);
		assertThat(read("memcached/caches/books").at("/statistics/clears").asLong()).isPositive();
	}

	@ParameterizedTest
	@ValueSource(strings = { "memcached/nonsense", "memcached/caches/nonsense", "memcached/clusters/primary",
			"memcached/caches/books?cacheManager=nonsense" })
	void doesNotFindWhatIsNotThere(String path) {
		this.actuator.get(path).expectStatus().isNotFound();
		if (path.contains("caches/")) {
			this.actuator.delete(path).expectStatus().isNotFound();
		}
	}

	@Test
	void actuatorsOwnEndpointForCachesWorksAsWithOtherProviders() {
		readBook(2);
		readBook(2);
		JsonNode books = read("caches").at("/cacheManagers/cacheManager/caches/books");
		assertThat(books.get("target").asString()).startsWith("io.github.memcachedspring.");
		assertThat(read("caches/books").get("name").asString()).isEqualTo("books");
		assertThat(read("caches/books").get("cacheManager").asString()).isEqualTo("cacheManager");
		long misses = misses();
		readBook(2);
		assertThat(misses()).isEqualTo(misses);
		this.actuator.delete("caches/books").expectStatus().isNoContent();
		readBook(2);
		assertThat(misses()).isEqualTo(misses + 1);
		this.actuator.delete("caches").expectStatus().isNoContent();
		readBook(2);
		assertThat(misses()).isEqualTo(misses + 2);
		this.actuator.get("caches/nonsense").expectStatus().isNotFound();
		this.actuator.delete("caches/nonsense").expectStatus().isNotFound();
	}

	@Test
	void anOldClusterThatIsGoneLeavesTheApplicationUpAndReady() {
		JsonNode health = read("health");
		assertThat(health.get("status").asString()).isEqualTo("UP");
		JsonNode memcached = health.at("/components/memcached");
		assertThat(memcached.get("status").asString()).isEqualTo("UP");
		assertThat(memcached.at("/components/old/status").asString()).isEqualTo("UNKNOWN");
		assertThat(memcached.at("/components/old/details/nodes/127.0.0.1:1/reachable").asBoolean()).isFalse();
		assertThat(memcached.at("/components/primary/status").asString()).isEqualTo("UP");
		assertThat(read("health/memcached/primary").at("/details/nodesUp").asInt()).isOne();
	}

	@Test
	void showsNoPassword() {
		List<String> answers = Stream.of(ENDPOINT, "health", "env", "configprops", "caches", "conditions", "beans")
			.map((path) -> Actuator.text(this.actuator.get(path)))
			.toList();
		assertThat(answers).allSatisfy((answer) -> assertThat(answer).isNotEmpty().doesNotContain(CANARY));
		assertThat(answers.get(3)).contains("memcached.migration").contains("******");
	}

	/** Null means that there is none, so not every field of the README is there. */
	@Test
	void answersInTheShapeThatTheReadmeShows() throws IOException {
		readBook(1);
		Set<String> documented = shape(example("GET /actuator/memcached"));
		assertThat(documented).hasSizeGreaterThan(40);
		// The example's cache is refreshed ahead, and its warmer is at work.
		assertThat(shape(read(ENDPOINT))).isSubsetOf(documented)
			.containsAll(documented.stream()
				.filter((path) -> !path.matches("/warmUp/warmers/(timeLeft|percent|size) .*|.*/refreshAhead .*"))
				.toList());
	}

	@Test
	void healthIsInTheShapeThatTheReadmeShows() throws IOException {
		Set<String> documented = shape(example("GET /actuator/health/memcached"));
		String nodes = "/details/nodes/";
		assertThat(documented).anyMatch((path) -> path.startsWith(nodes + "_/version"));
		assertThat(shape(read("health/memcached/primary"))).isSubsetOf(documented);
		assertThat(shape(read("health/memcached/old"))).isSubsetOf(documented);
		Set<String> both = new TreeSet<>(shape(read("health/memcached/primary")));
		both.addAll(shape(read("health/memcached/old")));
		assertThat(both).isEqualTo(documented);
	}

	/** Returns the block of JSON that follows a line with that text. */
	private static JsonNode example(String after) throws IOException {
		String readme = Files.readString(Path.of("").toAbsolutePath().getParent().resolve("README.md"));
		Matcher block = Pattern.compile("(?ms)^```json\\n(.*?)^```$").matcher(readme);
		int from = readme.indexOf(after);
		assertThat(from).as(after).isPositive();
		assertThat(block.find(from)).as("JSON after '%s'", after).isTrue();
		return JsonMapper.shared().readTree(block.group(1));
	}

	/**
	 * Returns the paths of all values with their types; names of servers do not count.
	 */
	private static Set<String> shape(JsonNode node) {
		Set<String> paths = new TreeSet<>();
		collect("", node, paths);
		return paths;
	}

	private static void collect(String path, JsonNode node, Set<String> paths) {
		if (node.isObject()) {
			for (Map.Entry<String, JsonNode> property : node.properties()) {
				String name = property.getKey().matches(".*:\\d+") ? "_" : property.getKey();
				collect(path + "/" + name, property.getValue(), paths);
			}
		}
		else if (node.isArray()) {
			for (Iterator<JsonNode> elements = node.iterator(); elements.hasNext();) {
				collect(path, elements.next(), paths);
			}
		}
		else {
			paths.add(path + " " + (node.isNumber() ? "number" : node.isBoolean() ? "boolean" : "text"));
		}
	}

	private JsonNode read(String path) {
		var answer = this.actuator.get(path);
		answer.expectStatus().isOk();
		return Actuator.json(answer);
	}

	private void readBook(int id) {
		this.actuator.client().get().uri("/api/books/" + id).exchange().expectStatus().isOk();
	}

	private long misses() {
		return read("memcached/caches/books").at("/statistics/misses").asLong();
	}

	@TestConfiguration(proxyBeanMethods = false)
	static class Warmers {

		@Bean
		CacheWarmer<Long> bestsellers() {
			return CacheWarmer.loading("bestsellers", () -> Stream.of(1L, 2L), (id) -> "book " + id).size(() -> 2);
		}

	}

}
