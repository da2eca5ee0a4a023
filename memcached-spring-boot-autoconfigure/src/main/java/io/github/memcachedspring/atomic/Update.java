package io.github.memcachedspring.atomic;

import java.time.Duration;
import java.util.Objects;
import java.util.function.BooleanSupplier;

import io.github.memcachedspring.atomic.Change.Decision;
import io.github.memcachedspring.cache.EntryVersion;
import io.github.memcachedspring.cache.VersionedEntry;
import io.github.memcachedspring.cache.VersionedEntry.Write;
import io.github.memcachedspring.client.MemcachedException;
import io.github.memcachedspring.client.Reply;
import io.github.memcachedspring.client.StoreResult;
import io.github.memcachedspring.transcoder.Extensions;
import org.jspecify.annotations.Nullable;

/**
 * One update on its way. Knows what an attempt is, and leaves waiting to whoever runs it.
 * Used by one thread after the other.
 *
 * @param <T> type of the value
 */
final class Update<T> {

	private final VersionedEntry entry;

	private final TypedValue<T> type;

	private final Change<T> change;

	private final UpdateSettings settings;

	private final BooleanSupplier cancelled;

	private final long startedAt = System.nanoTime();

	private int attempts;

	/** What the function threw, which is nobody else's failure. */
	private @Nullable Throwable thrown;

	/** The store that has been sent last. */
	private @Nullable Sent<T> sent;

	/** A store without an answer that the entry itself may tell about. */
	private @Nullable Sent<T> unanswered;

	/** Why there was no answer to a store that may have been applied. */
	private @Nullable MemcachedException unknown;

	Update(VersionedEntry entry, Class<T> type, Change<T> change, UpdateSettings settings, BooleanSupplier cancelled) {
		this.entry = entry;
		this.type = new TypedValue<>(type);
		this.change = change;
		this.settings = settings;
		this.cancelled = cancelled;
	}

	/** Tries once; the result is null if there may be another attempt. */
	Reply<@Nullable AtomicResult<T>> attempt() {
		this.attempts++;
		this.sent = null;
		return this.entry.find().flatMap(this::found).onFailure(this::failed);
	}

	private Reply<@Nullable AtomicResult<T>> found(EntryVersion found) {
		Sent<T> open = this.unanswered;
		if (open != null) {
			if (open.isIn(found)) {
				return Reply.of(applied(open.before(), open.after()));
			}
			if (open.version().isSameAs(found)) {
				return send(open, found);
			}
			if (!this.settings.idempotent()) {
				return Reply.of(unknown());
			}
			this.unanswered = null;
		}
		return decided(found, this.type.cast(found.value()));
	}

	private Reply<@Nullable AtomicResult<T>> decided(EntryVersion found, @Nullable T before) {
		Decision<T> decision = decide(before);
		if (decision instanceof Decision.Leave) {
			// It may be a store of this update without an answer that removed the value.
			return Reply.of((this.unknown != null) ? unknown() : new AtomicResult.Absent<>());
		}
		if (decision instanceof Decision.Keep<T> keep) {
			return Reply.of(applied(keep.value(), keep.value()));
		}
		return send(sent(found, before, decision), found);
	}

	private Decision<T> decide(@Nullable T before) {
		try {
			return this.change.decide(before);
		}
		catch (Throwable ex) {
			this.thrown = ex;
			if (this.unknown != null) {
				// Whoever takes it for a sign that nothing was stored can look here.
				ex.addSuppressed(AtomicUpdateException.of(unknown()));
			}
			throw ex;
		}
	}

	private Sent<T> sent(EntryVersion found, @Nullable T before, Decision<T> decision) {
		if (!(decision instanceof Decision.Store<T> store)) {
			return new Sent<>(found, before, null, this.entry.removal(found), null);
		}
		T after = store.value();
		Long id = this.settings.operationIds() ? OperationIds.next() : null;
		Extensions extensions = (id != null) ? OperationIds.add(found.extensions(), id) : found.extensions();
		return new Sent<>(found, before, after,
				this.entry.replacement(found, after, this.settings.timeToLive(), extensions), id);
	}

	private Reply<@Nullable AtomicResult<T>> send(Sent<T> store, EntryVersion seen) {
		if (this.cancelled.getAsBoolean()) {
			return Reply.of(null);
		}
		this.sent = store;
		return store.write().send(seen).map((result) -> {
			this.sent = null;
			if (result == StoreResult.STORED) {
				return applied(store.before(), store.after());
			}
			// One that was sent twice may have been refused because it was applied.
			return null;
		});
	}

	private Reply<@Nullable AtomicResult<T>> failed(MemcachedException failure) {
		if (failure == this.thrown) {
			return Reply.failed(failure);
		}
		Sent<T> store = this.sent;
		if (store != null && failure.isExecutionUnknown()) {
			this.unknown = failure;
			this.unanswered = this.settings.operationIds() ? store : null;
			return Reply.of(mayTryAgain() ? null : unknown());
		}
		return (this.unknown != null) ? Reply.of(null) : Reply.failed(failure);
	}

	private boolean mayTryAgain() {
		return this.settings.idempotent() || this.settings.operationIds();
	}

	/**
	 * Returns what an update ends with that failed otherwise than by memcached.
	 * @throws RuntimeException the failure, if it is that of the function, or if no store
	 * may have been applied before
	 */
	AtomicResult<T> failed(RuntimeException failure) {
		if (this.thrown != null || this.unknown == null) {
			throw failure;
		}
		return unknown();
	}

	private AtomicResult<T> applied(@Nullable T before, @Nullable T after) {
		return new AtomicResult.Applied<>(before, after, this.attempts);
	}

	private AtomicResult<T> unknown() {
		return new AtomicResult.Unknown<>(Objects.requireNonNull(this.unknown), this.attempts);
	}

	/**
	 * Returns how long to wait before the next attempt, or null if there is to be none.
	 */
	@Nullable Duration delay() {
		RetryPolicy retry = this.settings.retry();
		Duration delay = retry.delay(this.attempts);
		return retry.allows(this.attempts, elapsed().plus(delay)) ? delay : null;
	}

	/** Returns what an update ends with that nobody tries any more. */
	AtomicResult<T> givenUp() {
		return (this.unknown != null) ? unknown() : new AtomicResult.Conflict<>(this.attempts, elapsed());
	}

	/** Returns how it ended, with this result or, if that is null, a failure. */
	Ending ending(@Nullable AtomicResult<T> result) {
		if (result != null) {
			return Ending.of(result);
		}
		return (this.unknown != null) ? Ending.UNKNOWN : Ending.FAILED;
	}

	/** Returns how it ended if nobody waits for it any more. */
	Ending abandoned() {
		return (this.unknown != null) ? Ending.UNKNOWN : Ending.CANCELLED;
	}

	/** Returns what the function threw, or null. */
	@Nullable Throwable thrown() {
		return this.thrown;
	}

	int attempts() {
		return this.attempts;
	}

	Duration elapsed() {
		return Duration.ofNanos(System.nanoTime() - this.startedAt);
	}

	/**
	 * A store or a removal.
	 *
	 * @param version what it takes the place of
	 * @param before the value before
	 * @param after the value after, or null
	 * @param write sends it
	 * @param id the id that it leaves, or null
	 */
	private record Sent<T>(EntryVersion version, @Nullable T before, @Nullable T after, Write write,
			@Nullable Long id) {

		boolean isIn(EntryVersion found) {
			return this.id != null && OperationIds.contains(found.extensions(), this.id);
		}

	}

}
