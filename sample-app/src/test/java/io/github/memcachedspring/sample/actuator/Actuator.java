package io.github.memcachedspring.sample.actuator;

import org.springframework.test.web.servlet.client.ExchangeResult;
import org.springframework.test.web.servlet.client.RestTestClient;
import org.springframework.test.web.servlet.client.RestTestClient.ResponseSpec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Actuator's endpoints, as an operator calls them.
 */
final class Actuator {

	private final RestTestClient client;

	Actuator(int port) {
		this.client = RestTestClient.bindToServer().baseUrl("http://localhost:%d".formatted(port)).build();
	}

	RestTestClient client() {
		return this.client;
	}

	ResponseSpec get(String path) {
		return this.client.get().uri("/actuator/" + path).exchange();
	}

	ResponseSpec post(String path, Object body) {
		return this.client.post().uri("/actuator/" + path).body(body).exchange();
	}

	ResponseSpec delete(String path) {
		return this.client.delete().uri("/actuator/" + path).exchange();
	}

	static String text(ResponseSpec answer) {
		return String.valueOf(answer.expectBody(String.class).returnResult().getResponseBody());
	}

	static JsonNode json(ResponseSpec answer) {
		return JsonMapper.shared().readTree(text(answer));
	}

	static int status(ResponseSpec answer) {
		ExchangeResult result = answer.returnResult(Void.class);
		return result.getStatus().value();
	}

}
