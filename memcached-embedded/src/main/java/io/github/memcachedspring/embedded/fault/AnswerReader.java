package io.github.memcachedspring.embedded.fault;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Reads a server's answers. That an answer goes on is seen from its last line, whatever
 * the command was.
 */
final class AnswerReader {

	/** Of get and gets; stats; stats cachedump; stats detail; the two kinds of dump. */
	private static final List<String> NOT_LAST = List.of("VALUE ", "STAT ", "ITEM ", "PREFIX ", "key=", "mg ");

	private final InputStream in;

	AnswerReader(InputStream in) {
		this.in = in;
	}

	/** The next answer, incomplete if the server broke off; null if there is none. */
	byte[] read() throws IOException {
		ByteArrayOutputStream answer = new ByteArrayOutputStream();
		String line;
		do {
			line = ProxiedConnection.readLine(this.in);
			answer.write(line.getBytes(StandardCharsets.ISO_8859_1));
			int dataLength = Answers.dataLength(line);
			if (dataLength >= 0) {
				answer.write(this.in.readNBytes(dataLength + 2));
			}
		}
		while (NOT_LAST.stream().anyMatch(line::startsWith));
		return (answer.size() > 0) ? answer.toByteArray() : null;
	}

	/** What the server sends from now on, whatever it is. */
	InputStream rest() {
		return this.in;
	}

}
