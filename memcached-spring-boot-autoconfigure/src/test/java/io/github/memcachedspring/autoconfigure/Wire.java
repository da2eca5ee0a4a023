package io.github.memcachedspring.autoconfigure;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.github.memcachedspring.test.MemcachedServer;

/**
 * What a server holds.
 */
final class Wire {

	private static final Pattern REMAINING = Pattern.compile("HD t(-?\\d+)");

	private Wire() {
	}

	/** Asks how long an item will live; -1 for ever, -2 if it is not there. */
	static int remainingSeconds(MemcachedServer server, String wireKey) {
		Matcher answer = REMAINING.matcher(server.command("mg %s t".formatted(wireKey)));
		return answer.matches() ? Integer.parseInt(answer.group(1)) : -2;
	}

}
