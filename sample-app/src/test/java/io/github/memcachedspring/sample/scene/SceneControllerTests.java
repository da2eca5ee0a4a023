package io.github.memcachedspring.sample.scene;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.http.HttpStatus;
import org.springframework.test.web.servlet.client.RestTestClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
class SceneControllerTests {

	private RestTestClient client;

	@BeforeEach
	void createClient(@LocalServerPort int port) {
		this.client = RestTestClient.bindToServer().baseUrl("http://localhost:%d/api/scenes".formatted(port)).build();
	}

	@AfterEach
	void cancel() {
		this.client.delete().exchange().expectStatus().isNoContent();
	}

	@Test
	void knowsNoOtherScenes() {
		this.client.post().uri("/hamlet").exchange().expectStatus().isNotFound();
	}

	@Test
	void playsOneSceneAtATimeAndEndsItOnRequest() {
		await().until(() -> statusOfStart("hot-key") == HttpStatus.ACCEPTED);
		assertThat(statusOfStart("visitors")).isEqualTo(HttpStatus.CONFLICT);
		cancel();
		await().until(() -> statusOfStart("visitors") == HttpStatus.ACCEPTED);
		this.client.get()
			.exchange()
			.expectBody(String.class)
			.value((body) -> assertThat(body).contains("\"scene\":\"hot-key\",\"state\":\"CANCELLED\""));
	}

	private HttpStatus statusOfStart(String scene) {
		return HttpStatus
			.valueOf(this.client.post().uri("/{scene}", scene).exchange().returnResult(Void.class).getStatus().value());
	}

}
