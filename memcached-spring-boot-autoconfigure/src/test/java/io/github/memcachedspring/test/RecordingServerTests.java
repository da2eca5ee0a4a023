package io.github.memcachedspring.test;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link RecordingServer}.
 */
@ExtendWith(MemcachedServerExtension.class)
class RecordingServerTests {

	@Test
	void keepsLinesAndSwallowsDataBlocks() throws IOException {
		try (RecordingServer server = RecordingServer.start()) {
			TextExchange.exchange(server.port(), "mg a v O1\r\nms b 4 T0\r\nmn\r\n\r\nmd a q");
			assertThat(server.lines()).containsExactly("mg a v O1", "ms b 4 T0", "md a q", "quit");
			server.clear();
			assertThat(server.lines()).isEmpty();
		}
	}

	@Test
	void showsSmuggledCommandsAsLinesOfTheirOwn() throws IOException {
		try (RecordingServer server = RecordingServer.start()) {
			TextExchange.exchange(server.port(), "mg a\nflush_all v O1");
			assertThat(server.lines()).containsExactly("mg a", "flush_all v O1", "quit");
		}
	}

	/** The cycle by which a server is probed, and what else a client may ask for. */
	@ParameterizedTest
	@ValueSource(strings = { "mn", "nonsense", "mg # v O1 k c", "md # O2 k", "ma # O3", "ms # 1 C5 O3\r\na",
			"mg # v c t N30 O1", "mg # N30 O1 t c v k", "mg # N30 v c\r\nmg # v c O1 t k f s",
			"mg # N30 v t\r\nmd # O4 k\r\nmg # v c O5", "mg # N30 v\r\nms # 1 O1 C88888\r\na",
			"mg # N30 v\r\nmd # O1 C88888" })
	void answersLikeTheRealServer(String template, MemcachedServer real) throws IOException {
		String lines = template.replace("#", "k" + template.hashCode());
		try (RecordingServer server = RecordingServer.start()) {
			String answer = TextExchange.exchange(server.port(), lines);
			assertThat(withoutNumbers(answer)).isEqualTo(withoutNumbers(real.command(lines)));
		}
	}

	@Test
	void storesByToken() throws IOException {
		try (RecordingServer server = RecordingServer.start()) {
			assertThat(
					TextExchange.exchange(server.port(), "mg a N30 v c t O1\r\nms a 1 C1 O2\r\nx\r\nms a 0 C1 O3\r\n"))
				.startsWith("VA 0 c1 t-1 O1 W\r\n\r\nHD O2\r\nNF O3");
		}
	}

	@Test
	void letsTheTestAnswer() throws IOException {
		RecordingServer.Responder responder = (line,
				data) -> (line + "|" + new String(data, StandardCharsets.US_ASCII) + "\r\n")
					.getBytes(StandardCharsets.US_ASCII);
		try (RecordingServer server = RecordingServer.start(responder)) {
			assertThat(TextExchange.exchange(server.port(), "ms k 3\r\nabc\r\nmg k")).isEqualTo("ms k 3|abc\r\nmg k|");
		}
	}

	/** Tokens and the remaining time of a stub, as far as they depend on the past. */
	private static String withoutNumbers(String answer) {
		return answer.replaceAll(" c\\d+", " c?").replaceAll(" t\\d+", " t-1");
	}

}
