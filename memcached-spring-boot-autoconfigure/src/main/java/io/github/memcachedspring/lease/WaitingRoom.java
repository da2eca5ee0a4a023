package io.github.memcachedspring.lease;

import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

import io.github.memcachedspring.client.CasToken;
import io.github.memcachedspring.client.Item;
import io.github.memcachedspring.client.MemcachedException;
import io.github.memcachedspring.client.MemcachedKey;
import org.jspecify.annotations.Nullable;

/**
 * The callers of this JVM that wait for the same key, and the one poller that looks for
 * all of them. Polls follow each other, never two at a time; the room closes for good
 * when one is due and nobody is left.
 *
 * @param <V> type of what a load results in
 */
final class WaitingRoom<V> {

	private static final long CLOSED = -1;

	private final LeaseContext context;

	private final Flights<V> flights;

	private final MemcachedKey key;

	private final Consumer<WaitingRoom<V>> onClose;

	private final PollPace pace = new PollPace();

	private final TokenWatch watch;

	/** In order of arrival. */
	private final Set<Waiter<V>> waiters = new LinkedHashSet<>();

	private long polls;

	private boolean started;

	private boolean closed;

	WaitingRoom(LeaseContext context, Flights<V> flights, MemcachedKey key, CasToken token,
			Consumer<WaitingRoom<V>> onClose) {
		this.context = context;
		this.flights = flights;
		this.key = key;
		this.onClose = onClose;
		this.watch = new TokenWatch(token);
	}

	MemcachedKey key() {
		return this.key;
	}

	/** Returns false if this room is closed. */
	boolean enter(Waiter<V> waiter) {
		boolean first;
		synchronized (this) {
			if (this.closed) {
				return false;
			}
			waiter.arriveAfter(this.polls);
			this.waiters.add(waiter);
			first = !this.started;
			this.started = true;
		}
		if (first) {
			pollLater();
		}
		return true;
	}

	private void pollLater() {
		if (this.context.schedule(this::poll, this.pace.nextNanos()) == null) {
			giveUp();
		}
	}

	void giveUp() {
		fail(new MemcachedException("Loads of other callers are not waited for any more: the cache is closed", null));
	}

	private void poll() {
		long poll = nextPoll();
		if (poll == CLOSED) {
			this.onClose.accept(this);
			return;
		}
		long sentAt = System.nanoTime();
		this.context.operations()
			.getWithLease(this.key, this.context.stub())
			.subscribe(this.context.timer(), (item, failure) -> {
				if (item != null) {
					answered(poll, sentAt, item);
				}
				else {
					fail(asMemcachedException(failure));
				}
			});
	}

	private synchronized long nextPoll() {
		this.waiters.removeIf(Waiter::hasLeft);
		this.closed = this.waiters.isEmpty();
		return this.closed ? CLOSED : ++this.polls;
	}

	private void answered(long poll, long sentAt, Item item) {
		if (item.won()) {
			tellOne(poll, item);
		}
		else if (!item.isStub()) {
			present(poll).forEach((waiter) -> tell(waiter, new News.Seen<>(item)));
		}
		else if (!join(poll, item.token()) && isAbandoned(item.token(), sentAt)) {
			takeOver(item.token());
			return;
		}
		pollLater();
	}

	/** The others find the load of the one that is told, or what it stored. */
	private void tellOne(long poll, Item item) {
		Iterator<Waiter<V>> candidates = present(poll).iterator();
		while (candidates.hasNext()) {
			if (candidates.next().news().complete(new News.Seen<>(item))) {
				return;
			}
		}
		this.context.release(this.key, item.token());
	}

	/** Returns whether a load of this JVM holds the lease. */
	private boolean join(long poll, CasToken token) {
		if (!this.flights.holds(this.key, token)) {
			return false;
		}
		for (Waiter<V> waiter : present(poll)) {
			LeaseFlight<V> flight = this.flights.find(this.key, token, waiter.generation());
			if (flight != null) {
				tell(waiter, new News.Joined<>(flight));
			}
		}
		return true;
	}

	/**
	 * A holder renews every third of the lease, so one who missed it twice is gone; a
	 * caller that never renews does not mind.
	 */
	private boolean isAbandoned(CasToken token, long sentAt) {
		return this.watch.unchangedFor(token, sentAt) >= this.context.length().toNanos() / 3 * 2;
	}

	private void takeOver(CasToken token) {
		this.watch.restart();
		this.context.operations()
			.evictIfUnchanged(this.key, token)
			.subscribe(this.context.timer(), (released, failure) -> poll());
	}

	/** Those who came before a poll was sent, and have not left. */
	private synchronized List<Waiter<V>> present(long poll) {
		return this.waiters.stream().filter((waiter) -> !waiter.hasLeft() && waiter.arrivedBefore(poll)).toList();
	}

	private void tell(Waiter<V> waiter, News<V> news) {
		synchronized (this) {
			this.waiters.remove(waiter);
		}
		waiter.news().complete(news);
	}

	private void fail(MemcachedException failure) {
		List<Waiter<V>> all;
		synchronized (this) {
			this.closed = true;
			all = List.copyOf(this.waiters);
		}
		this.onClose.accept(this);
		all.forEach((waiter) -> tell(waiter, new News.Unknown<>(failure)));
	}

	private static MemcachedException asMemcachedException(@Nullable RuntimeException failure) {
		return (failure instanceof MemcachedException memcachedFailure) ? memcachedFailure
				: new MemcachedException("Waiting for the load of another caller failed", null, failure);
	}

}
