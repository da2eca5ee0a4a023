package io.github.memcachedspring.client.xmemcached;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Pattern;

import io.github.memcachedspring.client.MemcachedNode;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * What the name service says of a node. However long it takes, it owes at most one answer
 * per node.
 */
final class NodeAddresses {

	private static final Log logger = LogFactory.getLog(NodeAddresses.class);

	private static final Pattern LITERAL = Pattern.compile("[\\d.]+|.*:.*");

	private final MemcachedNode node;

	private final Engine engine;

	private final AtomicBoolean asking = new AtomicBoolean();

	private volatile @Nullable InetAddress used;

	/** Whether the address that was used last was not in the last answer. */
	private volatile boolean elsewhere;

	NodeAddresses(MemcachedNode node, Engine engine) {
		this.node = node;
		this.engine = engine;
	}

	/**
	 * Runs something that asks, on a thread that may block.
	 * @return whether it is run; if not, an answer is still owed
	 * @throws OutOfMemoryError if no thread can be started now
	 */
	boolean ask(Runnable question) {
		return ask(question, () -> {
		});
	}

	private boolean ask(Runnable question, Runnable afterwards) {
		if (!this.asking.compareAndSet(false, true)) {
			return false;
		}
		try {
			this.engine.resolve(() -> {
				try {
					question.run();
				}
				finally {
					this.asking.set(false);
				}
				afterwards.run();
			});
			return true;
		}
		catch (OutOfMemoryError ex) {
			this.asking.set(false);
			throw ex;
		}
	}

	/** Asks for the addresses; may block. */
	InetAddress[] resolve() throws UnknownHostException {
		InetAddress[] addresses = this.engine.addresses().resolve(this.node.host());
		InetAddress last = this.used;
		this.elsewhere = last != null && addresses.length > 0 && !List.of(addresses).contains(last);
		return addresses;
	}

	/**
	 * Tells which address a connection has come to.
	 * @return whether another server has taken the place of the one before: the name
	 * leads there no more
	 */
	boolean used(@Nullable InetAddress address) {
		boolean replaced = this.elsewhere && address != null && !address.equals(this.used);
		this.used = address;
		this.elsewhere = false;
		return replaced;
	}

	/**
	 * Finds out whether the name still leads to the address that is used. An answer that
	 * does not come, or is a failure, changes nothing.
	 * @param moved runs if it does not
	 */
	void check(Runnable moved) {
		if (LITERAL.matcher(this.node.host()).matches()) {
			return;
		}
		try {
			ask(this::look, () -> {
				if (this.elsewhere) {
					moved.run();
				}
			});
		}
		catch (OutOfMemoryError ex) {
			logger.debug("The address of memcached node '%s' is asked for later".formatted(this.node), ex);
		}
	}

	private void look() {
		try {
			resolve();
		}
		catch (IOException | RuntimeException ex) {
			logger.debug("The name of memcached node '%s' was not resolved".formatted(this.node), ex);
		}
	}

}
