package io.github.memcachedspring.embedded;

import java.util.function.Supplier;

/**
 * Random commands of the text protocol.
 */
final class TextCommands {

	private final Dice dice;

	private final Supplier<String> keys;

	TextCommands(Dice dice, Supplier<String> keys) {
		this.dice = dice;
		this.keys = keys;
	}

	String storage() {
		String verb = this.dice.of("set", "set", "set", "add", "replace", "append", "prepend", "cas");
		String data = this.dice.data();
		String length = this.dice.percent(2) ? this.dice.of("-1", "x", "4294967296", "-4294967295", "2147483647")
				: this.dice.percent(4) ? String.valueOf(data.length() + 1 + this.dice.below(3))
						: this.dice.percent(4) ? String.valueOf(Math.max(0, data.length() - 1 - this.dice.below(3)))
								: String.valueOf(data.length());
		StringBuilder line = new StringBuilder(verb);
		append(line, this.keys.get(), this.dice.flags(), this.dice.expiry(), length);
		if (verb.equals("cas") || this.dice.percent(1)) {
			append(line, cas());
		}
		return line + noreply() + this.dice.lineEnd() + data + "\r\n";
	}

	private String cas() {
		return this.dice.percent(10) ? this.dice.number() : Transcript.cas(this.dice.below(64));
	}

	String retrieval() {
		StringBuilder line = new StringBuilder(this.dice.of("get", "get", "gets", "bget"));
		appendKeys(line);
		return line + this.dice.lineEnd();
	}

	String retrievalWithTouch() {
		StringBuilder line = new StringBuilder(this.dice.of("gat", "gats"));
		append(line, this.dice.expiry());
		appendKeys(line);
		return line + this.dice.lineEnd();
	}

	private void appendKeys(StringBuilder line) {
		int count = this.dice.percent(5) ? this.dice.of(0, 23, 24, 25, 50) : 1 + this.dice.below(4);
		for (int i = 0; i < count && line.length() < Dice.LONG_LINE; i++) {
			append(line, this.keys.get());
		}
	}

	String arithmetic() {
		StringBuilder line = new StringBuilder(this.dice.of("incr", "decr"));
		append(line, this.keys.get(), delta());
		return line + noreply() + this.dice.lineEnd();
	}

	/** Sums from 2^63 on are left out, see the table of differences. */
	private String delta() {
		return this.dice.of("0", "1", "1", "5", "95", "1000", "0", "1", "5", "-1", "x", "1x", "+5", "007", "--1", "",
				"18446744073709551616", "-18446744073709551615", "5\t");
	}

	String deletion() {
		StringBuilder line = new StringBuilder("delete");
		append(line, this.keys.get());
		if (this.dice.percent(10)) {
			append(line, this.dice.of("0", "1", "x", "00"));
		}
		return line + noreply() + this.dice.lineEnd();
	}

	String touch() {
		StringBuilder line = new StringBuilder("touch");
		append(line, this.keys.get(), this.dice.expiry());
		return line + noreply() + this.dice.lineEnd();
	}

	String administration() {
		return this.dice.of("version", "version x", "verbosity 1", "verbosity", "verbosity x", "verbosity 0 noreply",
				"verbosity 0 1 2", "verbosity noreply", "shutdown", "shutdown graceful", "flush_all", "flush_all 0",
				"flush_all noreply", "flush_all x", "flush_all 0 noreply", "flush_all -1", "flush_all 0 1 2",
				"stats reset", "stats foo", "stats sizes", "lru_crawler", "lru_crawler foo", "lru_crawler metadump",
				"lru_crawler metadump x") + this.dice.lineEnd();
	}

	/** Lines that are no commands, or nearly. */
	String garbage() {
		return switch (this.dice.below(4)) {
			case 0 -> this.dice.junk(this.dice.below(30)) + this.dice.lineEnd();
			case 1 -> this.dice.of("", " ", "GET a", "get", "gets", "gat", "gat 0", "gat x", "set", "set a",
					"set a 0 0", "incr", "incr a", "delete", "touch", "touch a", "cas a 0 0 1", "mg", "mg ", "ms",
					"ms a", "md", "ma", "me", "mx", "m", "mgx a", "foo bar") + this.dice.lineEnd();
			case 2 -> "x".repeat(this.dice.below(2000)) + "\r\n";
			default -> this.dice.of("incr", "touch", "delete", "get", "mn", "verbosity", "append") + " "
					+ this.dice.junk(this.dice.below(12)) + this.dice.lineEnd();
		};
	}

	private String noreply() {
		return this.dice.percent(10) ? " noreply" : this.dice.percent(2) ? " x" : this.dice.percent(1) ? " x y z" : "";
	}

	private void append(StringBuilder line, String... words) {
		for (String word : words) {
			line.append(this.dice.space()).append(word);
		}
	}

}
