package io.github.memcachedspring.atomic.fleet;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import io.github.memcachedspring.test.MemcachedServer;
import io.github.memcachedspring.test.MemcachedServerExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * How many commands the server counts.
 */
@ExtendWith(MemcachedServerExtension.class)
@Tag("fleet")
class CostTests {

	private static final int TIMES = 100;

	private static final Set<String> COMMANDS = Set.of("cmd_get", "cmd_set", "cmd_touch", "incr_hits", "incr_misses",
			"decr_hits", "decr_misses", "delete_hits", "delete_misses", "total_items");

	private final MemcachedServer server;

	CostTests(MemcachedServer server) {
		this.server = server;
	}

	@Test
	void aCountIsOneCommand() {
		try (Client client = Client.connect(this.server.node(), Client.PATIENT)) {
			client.counters().increment("counter");
			// Longer than any number to come, which would be stored as another item.
			client.counters().increment("counter", 1_000_000);
			assertThat(cost(() -> client.counters().increment("counter"))).isEqualTo(Map.of("incr_hits", 1L));
			assertThat(cost(() -> client.counters().decrement("counter"))).isEqualTo(Map.of("decr_hits", 1L));
			assertThat(cost(() -> client.counters().get("counter"))).isEqualTo(Map.of("cmd_get", 1L));
			assertThat(cost(() -> client.counters().reset("counter"))).isEqualTo(Map.of("decr_hits", 1L));
		}
	}

	@Test
	void aCounterIsCreatedByNoOtherCommand() {
		try (Client client = Client.connect(this.server.node(), Client.PATIENT)) {
			int[] number = new int[1];
			assertThat(cost(() -> client.counters().increment("created " + number[0]++)))
				.isEqualTo(Map.of("total_items", 1L));
		}
	}

	@Test
	void anUncontendedUpdateIsTwoCommands() {
		try (Client client = Client.connect(this.server.node(), Client.PATIENT)) {
			assertThat(cost(() -> client.updates().update("updated", Long.class, Lives::next)))
				.isEqualTo(Map.of("cmd_get", 1L, "cmd_set", 1L, "total_items", 1L));
		}
	}

	/** What the server counts for one call; nothing that it counts not at all. */
	private Map<String, Long> cost(Runnable call) {
		Map<String, String> before = this.server.stats();
		for (int i = 0; i < TIMES; i++) {
			call.run();
		}
		Map<String, String> after = this.server.stats();
		Map<String, Long> cost = new TreeMap<>();
		for (String name : COMMANDS) {
			long sum = Long.parseLong(after.get(name)) - Long.parseLong(before.get(name));
			assertThat(sum % TIMES).as(name).isZero();
			if (sum > 0) {
				cost.put(name, sum / TIMES);
			}
		}
		return cost;
	}

}
