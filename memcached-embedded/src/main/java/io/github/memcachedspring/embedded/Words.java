package io.github.memcachedspring.embedded;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The words of a command line: separated by spaces only, one character per byte. As in
 * memcached, which is written in C, a zero byte ends the line.
 */
final class Words {

	private final String line;

	private final List<String> words = new ArrayList<>(8);

	Words(byte[] line) {
		this.line = new String(line, StandardCharsets.ISO_8859_1);
		int end = this.line.indexOf('\0');
		split((end < 0) ? this.line : this.line.substring(0, end));
	}

	private void split(String text) {
		int start = 0;
		while (start < text.length()) {
			int space = text.indexOf(' ', start);
			int end = (space < 0) ? text.length() : space;
			if (end > start) {
				this.words.add(text.substring(start, end));
			}
			start = end + 1;
		}
	}

	String line() {
		return this.line;
	}

	String verb() {
		return this.words.isEmpty() ? "" : this.words.get(0);
	}

	int size() {
		return this.words.size();
	}

	String get(int index) {
		return this.words.get(index);
	}

	List<String> from(int index) {
		return this.words.subList(Math.min(index, this.words.size()), this.words.size());
	}

	boolean noreply() {
		return !this.words.isEmpty() && this.words.get(this.words.size() - 1).equals("noreply");
	}

}
