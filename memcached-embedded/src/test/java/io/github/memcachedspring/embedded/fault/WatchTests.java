package io.github.memcachedspring.embedded.fault;

import java.io.IOException;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of what only a real server does: tell a connection what others do, for ever.
 */
class WatchTests {

	@Test
	void passesOnWhatIsWatched() throws IOException {
		try (FaultyServer server = FaultyServer.Kind.PROXY_BEFORE_REAL.start();
				Wire watcher = server.connect();
				Wire wire = server.connect()) {
			assertThat(watcher.ask("watch fetchers")).isEqualTo("OK");
			assertThat(wire.ask("get watched")).isEqualTo("END");
			assertThat(watcher.line()).contains("type=item_get", "key=watched");
			assertThat(wire.ask("get again")).isEqualTo("END");
			assertThat(watcher.line()).contains("key=again");
		}
	}

}
