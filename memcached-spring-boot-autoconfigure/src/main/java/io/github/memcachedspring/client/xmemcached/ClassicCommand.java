package io.github.memcachedspring.client.xmemcached;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

import io.github.memcachedspring.client.ItemTooLargeException;
import io.github.memcachedspring.client.MemcachedNode;
import net.rubyeye.xmemcached.impl.MemcachedTCPSession;
import org.jspecify.annotations.Nullable;

/**
 * A meta command as a server gets it that knows only the commands from before them, whose
 * answer is turned into that of the meta command. Such answers carry no number; that of a
 * read carries the key.
 */
final class ClassicCommand extends MetaCommand {

	/** Flag of an answer that does not tell how long the item lives; no server has it. */
	static final char WITHOUT_TIME = '~';

	private static final int NOT_READING = -1;

	private final byte[] key;

	private final int limit;

	private ReplyDecoder line = new ReplyDecoder(0);

	private String head = "EN";

	/** Remains empty if the value is too large. */
	private byte[] data = new byte[0];

	private int size;

	private int read = NOT_READING;

	ClassicCommand(MemcachedNode node, byte[] key, byte[] request, int limit, @Nullable InFlightLimit inFlight) {
		super(node, request, NO_OPAQUE, limit, inFlight);
		this.key = key;
		this.limit = limit;
	}

	@Override
	public boolean decode(MemcachedTCPSession session, ByteBuffer in) {
		while (in.hasRemaining()) {
			if (this.read != NOT_READING) {
				readData(in);
			}
			else if (this.line.decode(in)) {
				ReplyDecoder answer = this.line;
				this.line = new ReplyDecoder(0);
				if (!begins(answer)) {
					return true;
				}
			}
		}
		return false;
	}

	/** Returns whether a value follows, or the end of one. */
	private boolean begins(ReplyDecoder answer) {
		String text = answer.reply().line();
		if (answer.isError()) {
			complete(new Outcome(null, toError(text)));
			return false;
		}
		if (text.startsWith("VALUE ")) {
			beginValue(text.split(" "));
			return true;
		}
		complete(outcome(text));
		return false;
	}

	private void beginValue(String[] words) {
		if (words.length != 5 || !words[1].equals(new String(this.key, StandardCharsets.ISO_8859_1))) {
			throw new IllegalStateException("an answer to another command");
		}
		this.size = Integer.parseUnsignedInt(words[3]);
		if (this.size < 0) {
			throw new IllegalStateException("a value of %s bytes".formatted(words[3]));
		}
		this.head = "VA %d f%s c%s %c".formatted(this.size, words[2], words[4], WITHOUT_TIME);
		this.data = new byte[(this.size <= this.limit) ? this.size : 0];
		this.read = 0;
	}

	private void readData(ByteBuffer in) {
		int length = Math.min(in.remaining(), this.size - this.read);
		if (length > 0) {
			if (this.data.length == this.size) {
				in.get(this.data, this.read, length);
			}
			else {
				in.position(in.position() + length);
			}
			this.read += length;
			return;
		}
		// The line end after the data.
		if (this.line.decode(in)) {
			this.line = new ReplyDecoder(0);
			this.read = NOT_READING;
		}
	}

	private Outcome outcome(String text) {
		String reply = switch (text) {
			case "END" -> this.head;
			case "STORED", "DELETED" -> "HD";
			case "NOT_STORED" -> "NS";
			case "EXISTS" -> "EX";
			case "NOT_FOUND" -> "NF";
			default -> throw new IllegalStateException("an answer to another command");
		};
		if (this.data.length < this.size) {
			return new Outcome(null, new ItemTooLargeException(node(), this.size, this.limit));
		}
		byte[] bytes = reply.getBytes(StandardCharsets.ISO_8859_1);
		return new Outcome(new MetaReply(bytes, bytes.length, this.data), null);
	}

	/**
	 * Writes the command that does what a meta command would.
	 * @return the request, or null if there is none
	 */
	static byte @Nullable [] request(String verb, byte[] key, String flags, byte @Nullable [] data) {
		String name = new String(key, StandardCharsets.ISO_8859_1);
		return switch (verb) {
			case "mg" -> "v f c t".equals(flags) ? MetaRequest.of("gets " + name) : null;
			case "md" -> flags.isEmpty() ? MetaRequest.of("delete " + name) : null;
			case "ms" -> (data != null) ? store(name, Arrays.asList(flags.split(" ")), data) : null;
			default -> null;
		};
	}

	private static byte @Nullable [] store(String key, List<String> flags, byte[] data) {
		if (flags.contains("c")) {
			return null;
		}
		String token = value(flags, 'C');
		String verb = (token != null) ? "cas" : flags.contains("ME") ? "add" : "set";
		byte[] line = MetaRequest.of("%s %s 0 %s %d%s".formatted(verb, key, value(flags, 'T'), data.length,
				(token != null) ? " " + token : ""));
		byte[] request = Arrays.copyOf(line, line.length + data.length + 2);
		System.arraycopy(data, 0, request, line.length, data.length);
		request[request.length - 2] = '\r';
		request[request.length - 1] = '\n';
		return request;
	}

	private static @Nullable String value(List<String> flags, char flag) {
		for (String candidate : flags) {
			if (candidate.length() > 1 && candidate.charAt(0) == flag) {
				return candidate.substring(1);
			}
		}
		return null;
	}

}
