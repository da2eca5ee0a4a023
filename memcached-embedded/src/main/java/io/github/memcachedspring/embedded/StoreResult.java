package io.github.memcachedspring.embedded;

/**
 * What became of a command that changes an item: its answer as a text and as a meta
 * command.
 */
enum StoreResult {

	STORED("STORED", "HD"), NOT_STORED("NOT_STORED", "NS"), EXISTS("EXISTS", "EX"), NOT_FOUND("NOT_FOUND", "NF");

	private final String text;

	private final String meta;

	StoreResult(String text, String meta) {
		this.text = text;
		this.meta = meta;
	}

	String text() {
		return this.text;
	}

	String meta() {
		return this.meta;
	}

}
