package io.github.memcachedspring.embedded;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Sends transcripts to a server, over one connection for as long as the server keeps it
 * open.
 */
final class Replay implements AutoCloseable {

	private final int port;

	private Wire wire;

	private int markers;

	Replay(int port) {
		this.port = port;
	}

	/** The replies to each batch; shorter than the transcript if the connection ended. */
	List<Reply> run(Transcript transcript) throws IOException {
		List<Reply> replies = new ArrayList<>();
		List<String> casNumbers = new ArrayList<>();
		Iterator<Integer> cuts = cycle(transcript.cuts());
		if (this.wire == null) {
			this.wire = new Wire(this.port);
		}
		for (String batch : transcript.batches()) {
			String marker = "marker" + this.markers++;
			String bytes = Transcript.fill(batch, casNumbers) + "mg " + marker + " k\r\n";
			send(bytes, cuts);
			String end = "EN k" + marker + "\r\n";
			String received = receive(end, transcript.name() + ", batch '" + Transcript.describe(batch) + "'");
			replies.add(new Reply(received.replace(marker, ""), casNumbers));
			if (this.wire.ended()) {
				close();
				break;
			}
		}
		return replies;
	}

	private String receive(String end, String what) throws IOException {
		try {
			return this.wire.readUntil(end);
		}
		catch (SocketTimeoutException ex) {
			throw new IOException("Port " + this.port + " does not answer " + what + " to the end", ex);
		}
	}

	private static Iterator<Integer> cycle(List<Integer> sizes) {
		return Stream.generate(() -> sizes).flatMap(List::stream).iterator();
	}

	private void send(String bytes, Iterator<Integer> cuts) throws IOException {
		int at = 0;
		while (at < bytes.length()) {
			int end = Math.min(bytes.length(), at + cuts.next());
			this.wire.send(bytes.substring(at, end));
			at = end;
		}
	}

	@Override
	public void close() throws IOException {
		if (this.wire != null) {
			this.wire.close();
			this.wire = null;
		}
	}

}
