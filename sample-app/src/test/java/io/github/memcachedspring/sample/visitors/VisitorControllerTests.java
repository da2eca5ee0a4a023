package io.github.memcachedspring.sample.visitors;

import java.time.LocalDate;

import io.github.memcachedspring.sample.visitors.VisitorController.Visitors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.web.servlet.client.RestTestClient;

import static org.assertj.core.api.Assertions.assertThat;

@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
class VisitorControllerTests {

	private RestTestClient client;

	@BeforeEach
	void createClient(@LocalServerPort int port) {
		this.client = RestTestClient.bindToServer().baseUrl("http://localhost:%d/api/visitors".formatted(port)).build();
	}

	@Test
	void countsTheVisitorsOfADay() {
		Visitors first = count();
		Visitors second = count();
		// Unless midnight came in between.
		assertThat(second.count()).isEqualTo(second.day().equals(first.day()) ? first.count() + 1 : 1);
		assertThat(read(second.day())).isEqualTo(second);
	}

	@Test
	void knowsOfNoVisitorsOfADayWithoutAny() {
		LocalDate day = LocalDate.of(2001, 1, 1);
		assertThat(read(day)).isEqualTo(new Visitors(day, 0));
	}

	private Visitors count() {
		return this.client.post().exchange().expectBody(Visitors.class).returnResult().getResponseBody();
	}

	private Visitors read(LocalDate day) {
		return this.client.get()
			.uri("/{day}", day)
			.exchange()
			.expectBody(Visitors.class)
			.returnResult()
			.getResponseBody();
	}

}
