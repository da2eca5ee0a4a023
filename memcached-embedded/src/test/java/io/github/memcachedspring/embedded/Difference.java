package io.github.memcachedspring.embedded;

import java.util.List;

/**
 * What the embedded server does in another way than memcached, on purpose. The README
 * lists these with their reasons, under the same names.
 *
 * @param name in the README
 * @param sent batches that show it, each answered before the next; empty if memcached
 * does not do it each time, or not on the wire
 * @param memcached what it answers to the last batch, as a regular expression
 * @param embedded what the embedded server answers
 */
record Difference(String name, List<String> sent, String memcached, String embedded) {

	private static final String LONG_KEY = "k".repeat(251);

	static final List<Difference> ALL = List.of(
			shown("Binary protocol", List.of("\u0080\n" + "\0".repeat(22)), "\u0081\n.*", ""),
			shown("Replies before a refused `get`", List.of("mg a\r\nget " + LONG_KEY + "\r\n"),
					"CLIENT_ERROR bad command line format\r\n", "EN\r\nCLIENT_ERROR bad command line format\r\n"),
			shown("Counting while a reply waits",
					List.of("set n 0 0 2\r\n10\r\n", "mg n v\r\ndecr n 1\r\n", "get n\r\n"),
					"VALUE n 0 1\r\n9\r\nEND\r\n", "VALUE n 0 2\r\n9 \r\nEND\r\n"),
			shown("`metadump` among other commands", List.of("mg a\r\nlru_crawler metadump all\r\n"),
					"EN\r\nERROR cannot pipeline other commands before metadump\r\n", "EN\r\nEND\r\n"),
			shown("`metadump` of one class", List.of("lru_crawler metadump 1\r\n"), "END\r\n",
					"BADCLASS invalid class id\r\n"),
			shown("`flush_all` for later after `flush_all`",
					List.of("set a 0 0 1\r\nx\r\nflush_all\r\nflush_all 1000\r\n", "get a\r\n"),
					"VALUE a 0 1\r\nx\r\nEND\r\n", "END\r\n"),
			shown("Malformed base64", List.of("mg YW=j b k\r\n"), "EN kYWA= b\r\n",
					"CLIENT_ERROR error decoding key\r\n"),
			unsure("White space as a number"), unsure("Numbers from 2^63 on"),
			shown("Details of `stats`", List.of("stats extstore\r\n"), "END\r\n", "ERROR\r\n"),
			shown("Tuning commands", List.of("cache_memlimit 64\r\n"), "OK\r\n", "ERROR\r\n"),
			shown("`lru_crawler enable`", List.of("lru_crawler enable\r\n"),
					"ERROR failed to start lru crawler thread\r\n", "OK\r\n"),
			unsure("Several commands before authentication"), unsure("Last access"), unsure("Eviction"),
			unsure("Early replies"));

	private static Difference shown(String name, List<String> sent, String memcached, String embedded) {
		return new Difference(name, sent, memcached, embedded);
	}

	private static Difference unsure(String name) {
		return new Difference(name, List.of(), "", "");
	}

}
