package io.github.memcachedspring.cache;

import java.time.Duration;

import io.github.memcachedspring.cache.Lookup.State;
import io.github.memcachedspring.client.Item;
import io.github.memcachedspring.transcoder.EncodedEntry;
import io.github.memcachedspring.transcoder.EntryHeader;
import io.github.memcachedspring.transcoder.Transcoder;
import io.github.memcachedspring.transcoder.TranscodingException;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether an item counts as a value, and what its reader is to do about it.
 */
final class EntryReader {

	private final MemcachedCacheConfiguration configuration;

	EntryReader(MemcachedCacheConfiguration configuration) {
		this.configuration = configuration;
	}

	/** Turns a stub, or the lack of an item, into a miss. */
	static Lookup miss(@Nullable Item item, long generation) {
		if (item == null) {
			return Lookup.miss(State.ABSENT, generation, null);
		}
		return Lookup.miss(item.won() ? State.WON : State.LOADING, generation, item.token());
	}

	/**
	 * Judges an entry that is not out of date because of a clear or its idle time.
	 * @throws TranscodingException if it cannot be decoded
	 */
	Lookup judge(Item item, EncodedEntry encoded, long generation) {
		EntryHeader header = encoded.header();
		boolean servesStale = !this.configuration.getServeStale().isZero();
		if (item.stale()) {
			return servesStale ? staleHit(item, encoded, generation) : outdated(item, generation);
		}
		if (StaleWindow.remainingSeconds(item, header) <= 0) {
			return new Lookup(State.OUTDATED, null, generation, item.token(),
					servesStale ? Entry.of(item, header) : null);
		}
		State state = stateOfHit(item, header);
		Object value = decode(encoded);
		if (isRefused(value)) {
			return outdated(item, generation);
		}
		return (state != State.HIT) ? Lookup.hit(state, value, generation, Entry.of(item, header))
				: Lookup.hit(value, generation);
	}

	private Lookup staleHit(Item item, EncodedEntry encoded, long generation) {
		Object value = decode(encoded);
		return isRefused(value) ? outdated(item, generation) : Lookup.hit(item.won() ? State.STALE_WON : State.STALE,
				value, generation, Entry.of(item, encoded.header()));
	}

	static Lookup outdated(Item item, long generation) {
		return Lookup.miss(State.OUTDATED, generation, item.token());
	}

	private State stateOfHit(Item item, EntryHeader header) {
		if (item.won()) {
			return State.DUE_WON;
		}
		Duration mark = item.lost() ? null : mark(header);
		if (mark == null) {
			return State.HIT;
		}
		// In its last second an entry would be gone before it is refreshed.
		long remaining = StaleWindow.remainingSeconds(item, header);
		return (remaining > 1 && remaining <= mark.toSeconds()) ? State.DUE : State.HIT;
	}

	/** Returns the remaining time from which on an entry is to be refreshed, or null. */
	@Nullable Duration mark(EntryHeader header) {
		RefreshAhead refreshAhead = this.configuration.getRefreshAhead();
		return (refreshAhead != null && header.timeToLiveMillis() > 0)
				? refreshAhead.markFor(Duration.ofMillis(header.timeToLiveMillis())) : null;
	}

	@Nullable Object decode(EncodedEntry encoded) {
		return transcoder().decode(encoded);
	}

	private boolean isRefused(@Nullable Object value) {
		return value == null && !this.configuration.isCacheNullValues();
	}

	private Transcoder transcoder() {
		return this.configuration.getTranscoder();
	}

}
