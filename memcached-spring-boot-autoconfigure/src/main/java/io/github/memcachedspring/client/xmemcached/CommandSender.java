package io.github.memcachedspring.client.xmemcached;

import java.util.concurrent.atomic.AtomicInteger;

import io.github.memcachedspring.client.ItemTooLargeException;
import io.github.memcachedspring.client.MemcachedException;
import io.github.memcachedspring.client.MemcachedNode;
import io.github.memcachedspring.client.MemcachedRejectedException;
import io.github.memcachedspring.client.MemcachedRejectedException.Reason;
import io.github.memcachedspring.client.Reply;
import org.jspecify.annotations.Nullable;

/**
 * Sends commands to a node, as long as not too many wait for its answers.
 */
final class CommandSender {

	private final MemcachedNode node;

	private final Engine engine;

	private final InFlightLimit inFlight;

	private final String rejection;

	private final AtomicInteger opaque = new AtomicInteger();

	CommandSender(MemcachedNode node, Engine engine) {
		this.node = node;
		this.engine = engine;
		this.inFlight = new InFlightLimit(engine.settings().maxInFlight());
		this.rejection = "Memcached node '%s' owes %d answers already; 'memcached.max-in-flight' is the limit"
			.formatted(node, this.inFlight.limit());
	}

	/** Returns how many commands wait for answers. */
	int inFlight() {
		return this.inFlight.inFlight();
	}

	Reply<MetaReply> send(NodeSession target, String verb, byte[] key, String flags, byte @Nullable [] data) {
		int limit = this.engine.settings().maxItemSize();
		if (data != null && data.length > limit) {
			return Reply.failed(new ItemTooLargeException(this.node, data.length, limit));
		}
		boolean classic = this.engine.settings().classicCommands();
		byte[] classicRequest = classic ? ClassicCommand.request(verb, key, flags, data) : null;
		if (classic && classicRequest == null) {
			return Reply.failed(new MemcachedException(
					"Memcached node '%s' is used without meta commands, and this takes one".formatted(this.node),
					this.node));
		}
		if (!this.inFlight.tryEnter()) {
			return Reply.failed(new MemcachedRejectedException(this.rejection, this.node, Reason.TOO_MANY_IN_FLIGHT));
		}
		MetaCommand command;
		try {
			command = (classicRequest != null)
					? new ClassicCommand(this.node, key, classicRequest, limit, this.inFlight)
					: command(verb, key, flags, limit, data);
		}
		catch (RuntimeException | Error ex) {
			// For want of memory, say. Nobody else would leave.
			this.inFlight.leave();
			throw ex;
		}
		return send(target, command);
	}

	private MetaCommand command(String verb, byte[] key, String flags, int limit, byte @Nullable [] data) {
		int number = this.opaque.incrementAndGet() & Integer.MAX_VALUE;
		byte[] request = MetaRequest.of(verb, key, flags, number, data);
		return new MetaCommand(this.node, request, number, limit, this.inFlight);
	}

	Reply<MetaReply> send(NodeSession target, MetaCommand command) {
		try {
			target.send(command);
		}
		catch (RuntimeException | Error ex) {
			// It may be queued or not; if it is, it is not sent any more.
			command.fail("could not take a command", ex);
		}
		return new CommandReply(command, this.engine, target.isAdmitted());
	}

}
