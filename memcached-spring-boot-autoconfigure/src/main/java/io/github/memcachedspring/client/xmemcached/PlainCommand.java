package io.github.memcachedspring.client.xmemcached;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

import io.github.memcachedspring.client.MemcachedNode;
import io.github.memcachedspring.client.MemcachedServerException;
import net.rubyeye.xmemcached.impl.MemcachedTCPSession;

/**
 * A command about the node rather than about an item. Its answers carry no opaque; each
 * has a first word by which it is known.
 */
class PlainCommand extends MetaCommand {

	private final String firstWord;

	PlainCommand(MemcachedNode node, String line, String firstWord) {
		this(node, MetaRequest.of(line), firstWord);
	}

	private PlainCommand(MemcachedNode node, byte[] request, String firstWord) {
		super(node, request, NO_OPAQUE, 0, null);
		this.firstWord = firstWord;
	}

	/**
	 * Creates the command that a server which was started with {@code -Y} takes for an
	 * authentication (doc/protocol.txt, "Authentication"). For any other server it is a
	 * store; the time to live in the past keeps the password from being readable there.
	 */
	static PlainCommand authentication(MemcachedNode node, Credentials credentials) {
		return new PlainCommand(node, authentication(credentials), "STORED");
	}

	static byte[] authentication(Credentials credentials) {
		byte[] data = "%s %s".formatted(credentials.username(), credentials.password())
			.getBytes(StandardCharsets.UTF_8);
		byte[] line = MetaRequest.of("set memcached-spring-authentication 0 -1 " + data.length);
		byte[] request = Arrays.copyOf(line, line.length + data.length + 2);
		System.arraycopy(data, 0, request, line.length, data.length);
		request[request.length - 2] = '\r';
		request[request.length - 1] = '\n';
		return request;
	}

	@Override
	protected boolean isExpected(MetaReply reply) {
		return reply.line().startsWith(this.firstWord);
	}

	/** The {@code stats} command, whose answer has many lines. */
	static final class Stats extends PlainCommand {

		private final Map<String, String> stats = new LinkedHashMap<>();

		private ReplyDecoder lineDecoder = new ReplyDecoder(0);

		Stats(MemcachedNode node) {
			super(node, "stats", "STAT ");
		}

		@Override
		public boolean decode(MemcachedTCPSession session, ByteBuffer in) {
			while (this.lineDecoder.decode(in)) {
				if (this.lineDecoder.isError()) {
					// Of a proxy, say. There is no data that could be out of step.
					complete(new Outcome(null, new MemcachedServerException(node(), this.lineDecoder.reply().line())));
					return true;
				}
				String[] words = this.lineDecoder.reply().line().split(" ", 3);
				if (words.length == 3 && "STAT".equals(words[0])) {
					this.stats.put(words[1], words[2]);
					this.lineDecoder = new ReplyDecoder(0);
					continue;
				}
				if (!"END".equals(words[0])) {
					throw new IllegalStateException("an answer to another command");
				}
				complete(new Outcome(this.lineDecoder.reply(), null));
				return true;
			}
			return false;
		}

		Map<String, String> stats() {
			return this.stats;
		}

	}

}
