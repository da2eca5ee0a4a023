package io.github.memcachedspring.embedded;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of what {@code stats} shows.
 */
class StatsTests {

	private static final String TOO_LARGE = " 2000000\r\n" + "x".repeat(2_000_000) + "\r\n";

	private static final List<String> COMMANDS = List.of("get a\r\n", "get z\r\n", "gets a b z\r\n", "gat 0 a z\r\n",
			"touch a 0\r\n", "touch z 0\r\n", "mg a\r\n", "mg a v\r\n", "mg z\r\n", "mg a T30\r\n", "mg z T30\r\n",
			"mg y N30\r\n", "ms a 1\r\n5\r\n", "ms a 1 ME\r\nx\r\n", "ms a 1 C1\r\nx\r\n", "ms z 1 C1\r\nx\r\n",
			"md z\r\n", "md a C1\r\n", "md a I\r\n", "ma a\r\n", "ma z\r\n", "ma a MD\r\n", "ma b\r\n", "ma x N30\r\n",
			"ma a C1\r\n", "incr a 1\r\n", "decr a 1\r\n", "incr z 1\r\n", "decr z 1\r\n", "incr b 1\r\n",
			"delete z\r\n", "cas a 0 0 1 1\r\nx\r\n", "cas z 0 0 1 1\r\nx\r\n", "set a 0 0 1\r\nx\r\n",
			"add a 0 0 1\r\nx\r\n", "append a 0 0 1\r\nx\r\n", "append z 0 0 1\r\nx\r\n", "set c 0 0" + TOO_LARGE,
			"ms c" + TOO_LARGE, "mn\r\n", "me a\r\n", "set a 0 0 1\r\nxyz\r\n", "delete a\r\n", "md b\r\n");

	/** Differ by nature, or between processes. */
	private static final Set<String> OWN = Set.of("pid", "uptime", "time", "total_connections", "curr_connections",
			"bytes_read", "bytes_written");

	@Test
	void countsAsMemcachedDoes() throws IOException {
		try (ComparedServers servers = ComparedServers.start(EmbeddedMemcached.builder())) {
			Map<String, String> real = statsAfterCommands(servers.realPort());
			Map<String, String> embedded = statsAfterCommands(servers.embeddedPort());
			assertThat(real).containsAllEntriesOf(embedded);
			assertThat(embedded).hasSizeGreaterThan(35);
			real.keySet().retainAll(embedded.keySet());
			assertThat(embedded.keySet()).containsExactlyElementsOf(real.keySet());
		}
	}

	private static Map<String, String> statsAfterCommands(int port) throws IOException {
		try (Wire wire = new Wire(port)) {
			wire.ask("set a 0 0 1\r\n5\r\n");
			wire.ask("set b 0 0 1\r\nx\r\n");
			for (String command : COMMANDS) {
				wire.send(command + "mn\r\n");
				wire.readUntil("MN\r\n");
			}
			Map<String, String> stats = stats(wire, "stats");
			stats.keySet().removeAll(OWN);
			return stats;
		}
	}

	@Test
	void showsSettings() throws IOException {
		try (EmbeddedMemcached memcached = EmbeddedMemcached.builder()
			.memoryLimit(9_000_000)
			.maxItemSize(1_000_000)
			.maxConnections(7)
			.start(); Wire wire = new Wire(memcached.port())) {
			assertThat(stats(wire, "stats settings")).containsEntry("maxbytes", "9000000")
				.containsEntry("item_size_max", "1000000")
				.containsEntry("maxconns", "7")
				.containsEntry("tcpport", String.valueOf(memcached.port()))
				.containsEntry("auth_enabled_ascii", "no");
		}
	}

	@Test
	void showsItemsBySize() throws IOException {
		try (EmbeddedMemcached memcached = EmbeddedMemcached.start(); Wire wire = new Wire(memcached.port())) {
			wire.ask("ms a 1\r\nx\r\n");
			wire.ask("ms b 1\r\nx\r\n");
			wire.ask("ms c 100\r\n" + "x".repeat(100) + "\r\n");
			assertThat(stats(wire, "stats items")).containsEntry("items:1:number", "2")
				.containsEntry("items:1:mem_requested", "122")
				.containsEntry("items:4:number", "1");
		}
	}

	@Test
	void startsAnewAfterReset() throws IOException {
		try (EmbeddedMemcached memcached = EmbeddedMemcached.start(); Wire wire = new Wire(memcached.port())) {
			wire.ask("ms a 1\r\nx\r\n");
			wire.ask("mg a\r\n");
			assertThat(stats(wire, "stats")).containsEntry("get_hits", "1").containsEntry("cmd_set", "1");
			assertThat(wire.ask("stats reset\r\n")).isEqualTo("RESET\r\n");
			assertThat(stats(wire, "stats")).containsEntry("get_hits", "0")
				.containsEntry("cmd_set", "0")
				.containsEntry("curr_items", "1");
		}
	}

	private static Map<String, String> stats(Wire wire, String command) throws IOException {
		wire.send(command + "\r\n");
		Map<String, String> stats = new LinkedHashMap<>();
		for (String line : wire.readUntil("END\r\n").split("\r\n")) {
			String[] words = line.split(" ");
			if (words.length == 3) {
				stats.put(words[1], words[2]);
			}
		}
		return stats;
	}

}
