package io.github.memcachedspring.client.xmemcached;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.Function;

import io.github.memcachedspring.client.CasToken;
import io.github.memcachedspring.client.Counting;
import io.github.memcachedspring.client.Expiration;
import io.github.memcachedspring.client.Item;
import io.github.memcachedspring.client.MemcachedKey;
import io.github.memcachedspring.client.MemcachedOperations;
import io.github.memcachedspring.client.MemcachedProtocolException;
import io.github.memcachedspring.client.Reply;
import io.github.memcachedspring.client.StoreResult;
import org.jspecify.annotations.Nullable;

/**
 * The verbs as meta commands. Which connection a key goes to is left to the subclass.
 */
abstract class MetaVerbs implements MemcachedOperations {

	/** Value, flags, token, remaining time: all that a reader may need, in one answer. */
	private static final String READ = "v f c t";

	/** A server that counts whole seconds never sees less than this left (measured). */
	private static final long SHORTEST_MARK = 2;

	abstract MetaConnection connection(MemcachedKey key);

	@Override
	public Reply<@Nullable Item> get(MemcachedKey key) {
		return read(key, READ);
	}

	@Override
	public Reply<@Nullable Item> getForRefresh(MemcachedKey key, Duration mark) {
		long seconds = mark.plusNanos(999_999_999).toSeconds();
		return read(key, READ + " R" + Math.min(Math.max(seconds, SHORTEST_MARK), Integer.MAX_VALUE));
	}

	@Override
	public Reply<@Nullable Item> getAndTouch(MemcachedKey key, Expiration expiration) {
		return read(key, READ + " T" + wire(expiration));
	}

	@Override
	public Reply<Item> getWithLease(MemcachedKey key, Expiration stub) {
		return read(key, READ + " N" + wire(stub), (reply, connection, session) -> {
			Item item = toItem(reply, connection, session);
			if (item == null) {
				throw unexpected(connection, reply);
			}
			return item;
		});
	}

	private Reply<@Nullable Item> read(MemcachedKey key, String flags) {
		return read(key, flags, MetaVerbs::toItem);
	}

	private <T extends @Nullable Object> Reply<T> read(MemcachedKey key, String flags, ReplyMapper<T> mapper) {
		MetaConnection connection = connection(key);
		MetaSession session = connection.session();
		if (session == null) {
			return Reply.failed(connection.notConnected());
		}
		return session.send("mg", key.toWire(), flags, null).map((reply) -> mapper.map(reply, connection, session));
	}

	private static @Nullable Item toItem(MetaReply reply, MetaConnection connection, MetaSession session) {
		if (reply.is("EN")) {
			return null;
		}
		if (!reply.is("VA")) {
			throw unexpected(connection, reply);
		}
		try {
			return toItem(reply, session);
		}
		catch (NumberFormatException ex) {
			throw unexpected(connection, reply);
		}
	}

	private static Item toItem(MetaReply reply, MetaSession session) {
		boolean stub = reply.data().length == 0;
		long remaining = reply.hasFlag(ClassicCommand.WITHOUT_TIME) ? Item.UNKNOWN_EXPIRATION : reply.number('t');
		// On an empty item only a miss just turned into a stub is a win, and the
		// server shows it by not yet knowing its time.
		boolean won = reply.hasFlag('W') && (!stub || remaining == Item.NO_EXPIRATION);
		return new Item(reply.data(), reply.number('f'), new CasToken(reply.number('c'), session), remaining, won,
				reply.hasFlag('Z') || (stub && !won), reply.hasFlag('X'));
	}

	@Override
	public Reply<StoreResult> fill(MemcachedKey key, byte[] value, Expiration expiration, CasToken token) {
		return storeWithToken(key, value, expiration, token);
	}

	@Override
	public Reply<StoreResult> compareAndSet(MemcachedKey key, byte[] value, Expiration expiration, CasToken token) {
		return storeWithToken(key, value, expiration, token);
	}

	@Override
	public Reply<StoreResult> put(MemcachedKey key, byte[] value, Expiration expiration) {
		return store(key, value, "T" + wire(expiration));
	}

	@Override
	public Reply<StoreResult> add(MemcachedKey key, byte[] value, Expiration expiration) {
		return store(key, value, "ME T" + wire(expiration));
	}

	private Reply<StoreResult> store(MemcachedKey key, byte[] value, String flags) {
		if (value.length == 0) {
			return Reply.failed(withoutBytes());
		}
		MetaConnection connection = connection(key);
		return connection.send("ms", key.toWire(), flags, value).map((reply) -> toStoreResult(reply, connection));
	}

	private Reply<StoreResult> storeWithToken(MemcachedKey key, byte[] value, Expiration expiration, CasToken token) {
		if (value.length == 0) {
			return Reply.failed(withoutBytes());
		}
		return withToken(key, "ms", "T" + wire(expiration), value, token,
				(reply, connection, session) -> toStoreResult(reply, connection), StoreResult.TOKEN_EXPIRED);
	}

	private static IllegalArgumentException withoutBytes() {
		return new IllegalArgumentException("'value' must have at least one byte: without any it marks a load");
	}

	@Override
	public Reply<@Nullable CasToken> renewLease(MemcachedKey key, Expiration stub, CasToken token) {
		return withToken(key, "ms", "c T" + wire(stub), new byte[0], token,
				(reply, connection, session) -> (toStoreResult(reply, connection) == StoreResult.STORED)
						? toToken(reply, connection, session) : null,
				null);
	}

	private static CasToken toToken(MetaReply reply, MetaConnection connection, MetaSession session) {
		if (!reply.hasFlag('c')) {
			throw unexpected(connection, reply);
		}
		return new CasToken(reply.number('c'), session);
	}

	@Override
	public Reply<Boolean> evictIfUnchanged(MemcachedKey key, CasToken token) {
		return withToken(key, "md", "", null, token, (reply, connection, session) -> toDone(reply, connection), false);
	}

	/**
	 * Sends a conditional command on the connection that its token was read on, or on
	 * none.
	 */
	private <T extends @Nullable Object> Reply<T> withToken(MemcachedKey key, String verb, String flags,
			byte @Nullable [] data, CasToken token, ReplyMapper<T> mapper, T withoutConnection) {
		MetaConnection connection = connection(key);
		String condition = "C" + Long.toUnsignedString(token.value());
		MetaSession session = connection.session();
		if (session == null || session != token.connection()) {
			return Reply.of(withoutConnection);
		}
		return session.send(verb, key.toWire(), flags.isEmpty() ? condition : flags + " " + condition, data)
			.map((reply) -> mapper.map(reply, connection, session));
	}

	@Override
	public Reply<Boolean> touch(MemcachedKey key, Expiration expiration) {
		return done(key, "mg", "T" + wire(expiration));
	}

	@Override
	public Reply<Boolean> evict(MemcachedKey key) {
		return done(key, "md", "");
	}

	@Override
	public Reply<Boolean> markStaleIfUnchanged(MemcachedKey key, Expiration window, CasToken token) {
		return withToken(key, "md", "I T" + wire(window), null, token,
				(reply, connection, session) -> toDone(reply, connection), false);
	}

	private Reply<Boolean> done(MemcachedKey key, String verb, String flags) {
		MetaConnection connection = connection(key);
		return connection.send(verb, key.toWire(), flags, null).map((reply) -> toDone(reply, connection));
	}

	@Override
	public Reply<@Nullable Long> count(MemcachedKey key, Counting counting) {
		String flags = "v D" + Long.toUnsignedString(counting.delta()) + (counting.decrement() ? " MD" : "");
		if (counting.initial() != null) {
			flags += " N" + wire(counting.expiration()) + " J" + Long.toUnsignedString(counting.initial());
		}
		String request = flags;
		MetaConnection connection = connection(key);
		Function<MetaReply, @Nullable Long> mapper = (reply) -> toCount(reply, connection);
		return connection.send("ma", key.toWire(), request, null)
			// Somebody else created the counter in the same moment.
			.flatMap((reply) -> (reply.is("NS") ? connection.send("ma", key.toWire(), request, null) : Reply.of(reply))
				.map(mapper));
	}

	private static @Nullable Long toCount(MetaReply reply, MetaConnection connection) {
		if (reply.is("NF")) {
			return null;
		}
		if (!reply.is("VA")) {
			throw unexpected(connection, reply);
		}
		try {
			return Long.parseUnsignedLong(new String(reply.data(), StandardCharsets.US_ASCII).trim());
		}
		catch (NumberFormatException ex) {
			throw unexpected(connection, reply);
		}
	}

	private static StoreResult toStoreResult(MetaReply reply, MetaConnection connection) {
		if (reply.is("HD")) {
			return StoreResult.STORED;
		}
		if (reply.is("NS")) {
			return StoreResult.NOT_STORED;
		}
		if (reply.is("EX")) {
			return StoreResult.EXISTS;
		}
		if (reply.is("NF")) {
			return StoreResult.NOT_FOUND;
		}
		throw unexpected(connection, reply);
	}

	private static Boolean toDone(MetaReply reply, MetaConnection connection) {
		if (reply.is("HD")) {
			return true;
		}
		if (reply.is("NF") || reply.is("EN") || reply.is("EX")) {
			return false;
		}
		throw unexpected(connection, reply);
	}

	private static MemcachedProtocolException unexpected(MetaConnection connection, MetaReply reply) {
		return new MemcachedProtocolException(connection.node(), "unexpected answer '%s'".formatted(reply.line()));
	}

	private static long wire(Expiration expiration) {
		return expiration.toWire(System.currentTimeMillis() / 1000);
	}

	private interface ReplyMapper<T extends @Nullable Object> {

		T map(MetaReply reply, MetaConnection connection, MetaSession session);

	}

}
