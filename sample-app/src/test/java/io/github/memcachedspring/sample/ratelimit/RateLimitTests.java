package io.github.memcachedspring.sample.ratelimit;

import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.http.HttpStatus;
import org.springframework.test.web.servlet.client.RestTestClient;

@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT, properties = "sample.changes-per-minute=3")
class RateLimitTests {

	@Test
	void refusesTooManyChangesButNoReads(@LocalServerPort int port) {
		RestTestClient client = RestTestClient.bindToServer()
			.baseUrl("http://localhost:%d/api/books".formatted(port))
			.build();
		IntStream.range(0, 3)
			.forEach((i) -> client.delete().uri("/999999").exchange().expectStatus().isEqualTo(HttpStatus.NOT_FOUND));
		client.delete()
			.uri("/999999")
			.exchange()
			.expectStatus()
			.isEqualTo(HttpStatus.TOO_MANY_REQUESTS)
			.expectBody()
			.jsonPath("$.detail")
			.isEqualTo("Too many changes within a minute");
		client.get().uri("/1").exchange().expectStatus().isOk();
	}

}
