package io.github.memcachedspring.sample.dashboard;

import java.util.List;
import java.util.Map;

import io.github.memcachedspring.cache.MemcachedCacheStatistics;
import io.github.memcachedspring.sample.dashboard.Statistics.OfCache;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.client.ExchangeResult;
import org.springframework.test.web.servlet.client.RestTestClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the page shows, from the button to the server and the database.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
class DashboardTests {

	private RestTestClient client;

	@BeforeEach
	void startWithEmptyCaches(@LocalServerPort int port) {
		this.client = RestTestClient.bindToServer().baseUrl("http://localhost:" + port).build();
		this.client.delete().uri("/api/caches").exchange().expectStatus().isNoContent();
	}

	@ParameterizedTest
	@ValueSource(strings = { "/api/books/1", "/api/books/bargains" })
	void readsFromTheDatabaseOnceOnly(String path) {
		assertThat(sqlStatementsToRead(path)).isOne();
		assertThat(sqlStatementsToRead(path)).isZero();
		assertThat(sqlStatementsToRead(path)).isZero();
	}

	@Test
	void readsFromTheDatabaseAgainAfterAChange() {
		sqlStatementsToRead("/api/books/2");
		this.client.put()
			.uri("/api/books/2")
			.body(Map.of("title", "A Study in Scarlet", "author", "Arthur Conan Doyle", "published", 1887, "price", 8))
			.exchange()
			.expectStatus()
			.isOk();
		assertThat(sqlStatementsToRead("/api/books/2")).isOne();
		assertThat(sqlStatementsToRead("/api/books/2")).isZero();
	}

	@Test
	void readsANewBookFromTheCache() {
		Map<String, Object> nana = Map.of("title", "Nana", "author", "Émile Zola", "published", 1880, "price", 9);
		String location = this.client.post()
			.uri("/api/books")
			.body(nana)
			.exchange()
			.returnResult(Void.class)
			.getResponseHeaders()
			.getFirst("Location");
		assertThat(sqlStatementsToRead(location)).isZero();
	}

	@Test
	void saysHowLongAnAnswerTook() {
		this.client.get()
			.uri("/api/books/3")
			.exchange()
			.expectHeader()
			.valueMatches("Server-Timing", "total;dur=\\d+\\.\\d{3}");
	}

	@Test
	void countsHitsMissesAndSqlStatements() {
		Statistics before = statistics();
		sqlStatementsToRead("/api/books/4");
		sqlStatementsToRead("/api/books/4");
		sqlStatementsToRead("/api/books/4");
		Statistics after = statistics();
		assertThat(after.cacheManager()).isEqualTo("MemcachedCacheManager");
		assertThat(after.sqlStatements() - before.sqlStatements()).isOne();
		assertThat(ofBooks(after).hits() - ofBooks(before).hits()).isEqualTo(2);
		assertThat(ofBooks(after).misses() - ofBooks(before).misses()).isOne();
	}

	@Test
	void servesPagesThatLoadNothingFromElsewhere() {
		for (String file : List.of("/", "/base.css", "/dashboard.css", "/dashboard.js", "/plots.js", "/scenes.js",
				"/lamp.js", "/shop.html", "/shop.css", "/shop.js")) {
			this.client.get()
				.uri(file)
				.accept(MediaType.ALL)
				.exchange()
				.expectStatus()
				.isOk()
				.expectBody(String.class)
				.value((text) -> assertThat(text).isNotEmpty().doesNotContain("http:", "https:", "url(", "@import"));
		}
	}

	private int sqlStatementsToRead(String path) {
		ExchangeResult result = this.client.get().uri(path).exchange().expectStatus().isOk().returnResult(String.class);
		return Integer.parseInt(result.getResponseHeaders().getFirst(CostFilter.SQL_STATEMENTS));
	}

	private Statistics statistics() {
		return this.client.get()
			.uri("/api/stats")
			.exchange()
			.expectBody(Statistics.class)
			.returnResult()
			.getResponseBody();
	}

	private static MemcachedCacheStatistics ofBooks(Statistics statistics) {
		return statistics.caches()
			.stream()
			.filter((cache) -> cache.name().equals("books"))
			.map(OfCache::statistics)
			.findFirst()
			.orElseThrow();
	}

}
