package io.github.memcachedspring.cache;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import io.github.memcachedspring.client.MemcachedException;
import io.github.memcachedspring.client.MemcachedNode;
import io.github.memcachedspring.transcoder.TranscodingException;
import io.github.memcachedspring.transcoder.UntrustedTypeException;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * What becomes of failures. Shared by the caches of a manager, so that an outage is
 * logged once per node and minute and not once per cache.
 */
final class FailurePolicy {

	private static final Log logger = LogFactory.getLog(MemcachedCache.class);

	private static final long LOG_INTERVAL = Duration.ofMinutes(1).toNanos();

	/** The bytes of entries may be anybody's, and so the type names in them. */
	private static final int MAX_NAMES = 1000;

	private final Map<String, Long> lastLogged = new ConcurrentHashMap<>();

	private final Set<String> namedOnce = ConcurrentHashMap.newKeySet();

	/** Called when memcached did not do what it was asked for. */
	void failed(String cacheName, RuntimeException failure) {
		MemcachedNode node = (failure instanceof MemcachedException known) ? known.getNode() : null;
		if (isDue("node " + node)) {
			logger.warn("Memcached failed for cache '%s': %s. Values are loaded and not stored until it is back;"
				.formatted(cacheName, failure.getMessage()) + " this is logged once per node and minute");
		}
	}

	/** Called when a value cannot be stored; its former entry is removed. */
	void unstorable(String cacheName, RuntimeException failure) {
		if (isDue("unstorable", cacheName, failure)) {
			logger.warn("A value is not stored in cache '%s': %s".formatted(cacheName, failure.getMessage()));
		}
	}

	/** Called when an entry cannot be read; it is removed and counts as a miss. */
	void undecodable(String cacheName, TranscodingException failure) {
		if (isDue("undecodable", cacheName, failure)) {
			logger.warn("An entry of cache '%s' cannot be read and is removed: %s".formatted(cacheName,
					failure.getMessage()));
		}
	}

	/** Called when a method took so long that its value is not stored. */
	void overdue(String cacheName, Object key, Duration took, Duration limit) {
		if (this.namedOnce.add("overdue " + cacheName)) {
			logger.warn(("A value of cache '%s' is not stored: loading it took %d ms, longer than 'load-limit' (%d ms);"
					+ " this is logged once. Raise 'memcached.cache.load-limit', or use 'sync = true', which has no limit")
				.formatted(cacheName, took.toMillis(), limit.toMillis()));
			logger.debug("The value was that of key '%s'".formatted(key));
		}
	}

	/** Called when a loader failed that nobody waits for. */
	void refreshFailed(String cacheName, Throwable failure) {
		if (isDue("refresh %s %s".formatted(cacheName, failure.getClass().getName()))) {
			logger.warn(
					"A value of cache '%s' could not be refreshed and is kept until it expires; this is logged once a minute"
						.formatted(cacheName),
					failure);
		}
	}

	/** Called when callers get an old value instead of the failure of their loader. */
	void staleServed(String cacheName, Throwable failure) {
		if (isDue("stale %s %s".formatted(cacheName, failure.getClass().getName()))) {
			logger.warn(
					"A value of cache '%s' could not be loaded, and its expired one is served; this is logged once a minute"
						.formatted(cacheName),
					failure);
		}
	}

	/** A type is named once, as that does not pass; other failures once a minute. */
	private boolean isDue(String what, String cacheName, RuntimeException failure) {
		if (failure instanceof UntrustedTypeException untrusted && this.namedOnce.size() < MAX_NAMES) {
			return this.namedOnce.add(what + ' ' + untrusted.getTypeName());
		}
		return isDue("%s %s %s".formatted(what, cacheName, failure.getClass().getName()));
	}

	private boolean isDue(String what) {
		long now = System.nanoTime();
		Long last = this.lastLogged.get(what);
		if (last != null && now - last < LOG_INTERVAL) {
			return false;
		}
		return (last != null) ? this.lastLogged.replace(what, last, now)
				: this.lastLogged.putIfAbsent(what, now) == null;
	}

}
