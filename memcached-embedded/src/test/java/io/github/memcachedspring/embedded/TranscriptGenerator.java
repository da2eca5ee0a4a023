package io.github.memcachedspring.embedded;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Makes random transcripts; the same seed makes the same one.
 */
final class TranscriptGenerator {

	private static final String[] READERS = { "get", "gets", "gat", "gats", "bget", "mg" };

	private static final String[] COUNTERS = { "incr", "decr", "ma" };

	private static final int TOO_LONG = 5;

	private final Dice dice;

	private final TextCommands text;

	private final MetaCommands meta;

	private final String[] keys;

	private final List<String> batches = new ArrayList<>();

	private final StringBuilder batch = new StringBuilder();

	private boolean read;

	private TranscriptGenerator(long seed, int index) {
		this.dice = new Dice(seed);
		this.text = new TextCommands(this.dice, this::key);
		this.meta = new MetaCommands(this.dice, this::key);
		String prefix = "k" + index;
		this.keys = new String[] { prefix + "a", prefix + "b", prefix + "c", prefix + "\u00e9\u0001",
				prefix + "-".repeat(250 - prefix.length()), prefix + "x".repeat(251 - prefix.length()) };
	}

	static Transcript generate(long seed, int index) {
		return new TranscriptGenerator(seed, index).generate("seed " + seed + ", transcript " + index);
	}

	private Transcript generate(String name) {
		int count = 3 + this.dice.below(25);
		for (int i = 0; i < count; i++) {
			add(command());
			if (this.dice.percent(10)) {
				endBatch();
			}
		}
		endBatch();
		List<Integer> cuts = new ArrayList<>();
		for (int i = 0; i < 8; i++) {
			cuts.add(this.dice.size());
		}
		return new Transcript(name, this.batches, cuts);
	}

	private String key() {
		int choice = this.dice.below(40);
		return this.keys[(choice < 24) ? 0 : (choice < 34) ? 1 : (choice < 37) ? 2 : choice - 34];
	}

	private String command() {
		return switch (this.dice.below(24)) {
			case 0, 1, 2, 3, 4 -> this.text.storage();
			case 5, 6 -> this.text.retrieval();
			case 7 -> this.text.retrievalWithTouch();
			case 8, 9 -> this.text.arithmetic();
			case 10 -> this.dice.percent(60) ? this.text.deletion() : this.text.touch();
			case 11 -> this.dice.percent(50) ? this.text.administration() : this.text.garbage();
			case 12, 13, 14, 15 -> this.meta.get();
			case 16, 17, 18 -> this.meta.set();
			case 19, 20 -> this.meta.delete();
			case 21, 22 -> this.meta.arithmetic();
			default -> this.dice.percent(70) ? this.meta.debug() : this.meta.noop();
		};
	}

	/**
	 * Adds a command, in a batch of its own where memcached treats it in another way
	 * after others whose replies wait to be sent; see the table of differences.
	 */
	private void add(String command) {
		boolean counts = this.read && startsWith(command, COUNTERS);
		boolean refused = startsWith(command, READERS) && command.contains(this.keys[TOO_LONG]);
		boolean dumps = command.startsWith("lru_crawler metadump x");
		if ((counts || refused || dumps) && !this.batch.isEmpty()) {
			endBatch();
		}
		this.read |= startsWith(command, READERS);
		this.batch.append(command);
	}

	private static boolean startsWith(String command, String[] verbs) {
		for (String verb : verbs) {
			if (command.stripLeading().startsWith(verb)) {
				return true;
			}
		}
		return false;
	}

	private void endBatch() {
		// What a wrong length swallows.
		this.batch.append("mn\r\n".repeat(3));
		this.batches.add(this.batch.toString());
		this.batch.setLength(0);
		this.read = false;
	}

}
