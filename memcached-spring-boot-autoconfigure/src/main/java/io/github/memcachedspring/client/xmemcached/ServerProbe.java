package io.github.memcachedspring.client.xmemcached;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.BiConsumer;
import java.util.stream.Stream;

import io.github.memcachedspring.client.MemcachedProtocolException;
import io.github.memcachedspring.client.MemcachedServerException;
import io.github.memcachedspring.client.Reply;
import org.jspecify.annotations.Nullable;

/**
 * Finds out whether a server can hold leases, by going through one on a key of its own:
 * win it, renew it, delete with the first token, which must fail, and with the second,
 * and store with that, which must fail. Memcached before 1.6.13, proxies without meta
 * commands and servers without CAS ({@code -C}) fail somewhere on the way. Takes three
 * round trips and leaves nothing behind.
 */
final class ServerProbe {

	private static final Executor DIRECT = Runnable::run;

	private static final String VERSION = "VERSION ";

	private static final String UNKNOWN = "unknown";

	private static final byte[] VALUE = { '1' };

	private final NodeConnection connection;

	private final NodeSession session;

	private final byte[] key = "memcached-spring-probe-%016x".formatted(ThreadLocalRandom.current().nextLong())
		.getBytes(StandardCharsets.US_ASCII);

	private volatile String version = UNKNOWN;

	private volatile boolean leased;

	ServerProbe(NodeConnection connection, NodeSession session) {
		this.connection = connection;
		this.session = session;
	}

	/**
	 * Runs the probe.
	 * @param result receives why the server is refused, or null; or the failure that kept
	 * the probe from finding out
	 */
	void run(BiConsumer<@Nullable String, @Nullable Throwable> result) {
		Reply<MetaReply> version = this.connection.sendPlain(this.session, "version", VERSION);
		Reply<MetaReply> lease = send("mg", "v c t N30", null);
		version.subscribe(DIRECT, (reply, failure) -> {
			if (reply != null) {
				this.version = reply.line().substring(VERSION.length());
			}
			else if (failure != null && isRefusal(failure)) {
				// An error closes the connection, so that nothing more is learned.
				result.accept(describe(failure.getMessage()), null);
			}
		});
		lease.flatMap(this::renew).subscribe(DIRECT, (refusal, failure) -> {
			if (failure == null) {
				result.accept((refusal != null && !refusal.isEmpty()) ? describe(refusal) : null, null);
			}
			else if (isRefusal(failure)) {
				result.accept(describe(failure.getMessage()), null);
			}
			else {
				result.accept(null, failure);
			}
		});
	}

	/** Returns whether the server has answered anything. */
	boolean isAnswered() {
		return !UNKNOWN.equals(this.version);
	}

	private Reply<String> renew(MetaReply lease) {
		if (!lease.is("VA") || !lease.hasFlag('W') || !lease.hasFlag('c') || lease.number('c') == 0) {
			return Reply.of("a lease was answered '%s'".formatted(lease.line()));
		}
		this.leased = true;
		String first = token(lease);
		return send("ms", "c T30 " + first, new byte[0]).flatMap((renewal) -> (renewal.is("HD") && renewal.hasFlag('c'))
				? useTokens(first, token(renewal)) : Reply.of("a renewal was answered '%s'".formatted(renewal.line())));
	}

	private Reply<String> useTokens(String first, String second) {
		Reply<Boolean> refused = is("EX", send("md", first, null));
		Reply<Boolean> deleted = is("HD", send("md", second, null));
		Reply<Boolean> voided = is("NF", send("ms", "T30 " + second, VALUE));
		Reply<Boolean> missed = is("EN", send("mg", "v", null));
		Reply<Boolean> uncounted = is("NF", send("ma", "D1", null));
		return Stream.of(deleted, voided, missed, uncounted)
			.reduce(refused, (all, next) -> all.and(next, (one, other) -> one && other))
			.map((ok) -> ok ? "" : "a token was not honoured");
	}

	private static Reply<Boolean> is(String code, Reply<MetaReply> reply) {
		return reply.map((answer) -> answer.is(code));
	}

	private static String token(MetaReply reply) {
		return "C" + Long.toUnsignedString(reply.number('c'));
	}

	private Reply<MetaReply> send(String verb, String flags, byte @Nullable [] data) {
		return this.connection.sendOn(this.session, verb, this.key, flags, data);
	}

	/** Whether trying again soon would be of no use. */
	private boolean isRefusal(RuntimeException failure) {
		String message = String.valueOf(failure.getMessage());
		boolean passing = message.contains("Too many open connections") || message.contains("SERVER_ERROR")
				|| message.contains("unauthenticated");
		return !passing && (failure instanceof MemcachedServerException
				|| (this.leased && failure instanceof MemcachedProtocolException));
	}

	private String describe(@Nullable String what) {
		return "%s; its version: %s".formatted(what, this.version);
	}

}
