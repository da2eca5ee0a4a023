package io.github.memcachedspring.sample.actuator;

import java.util.Map;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What is to be seen over HTTP if nothing is set but which endpoints are exposed.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT,
		properties = { "management.endpoints.web.exposure.include=health,memcached",
				"management.endpoint.health.show-details=never", "management.endpoint.health.show-components=always" })
class ReadOnlyActuatorTests {

	private Actuator actuator;

	@BeforeEach
	void useThePort(@LocalServerPort int port) {
		this.actuator = new Actuator(port);
	}

	@Test
	void readsAndChangesNothing() {
		this.actuator.get("memcached").expectStatus().isOk();
		this.actuator.get("memcached/caches/books").expectStatus().isOk();
		assertThat(Actuator.status(this.actuator.post("memcached/warm-up", Map.of()))).isEqualTo(405);
		assertThat(Actuator.status(this.actuator.delete("memcached/caches/books"))).isEqualTo(405);
		assertThat(Actuator.json(this.actuator.get("memcached/caches/books")).at("/statistics/clears").asLong())
			.isZero();
	}

	@Test
	void doesNotTellAddressesWithoutDetails() {
		String text = Actuator.text(this.actuator.get("health"));
		assertThat(text).contains("\"memcached\"").doesNotContain("127.0.0.1").doesNotContain("localhost");
		JsonNode memcached = Actuator.json(this.actuator.get("health/memcached"));
		assertThat(memcached.properties()).singleElement().hasToString("status=\"UP\"");
	}

}
