package io.github.memcachedspring.metrics;

import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;

import io.github.memcachedspring.cache.FailureStatistics;
import io.github.memcachedspring.cache.LoadStatistics;
import io.github.memcachedspring.cache.MemcachedCache;
import io.github.memcachedspring.cache.MemcachedCacheStatistics;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.cache.CacheMeterBinder;
import org.jspecify.annotations.Nullable;

/**
 * Meters of a cache: those that Micrometer has for all caches, and below
 * {@code memcached.cache} what only this one can tell. Its size and the evictions of the
 * server are those of a whole cluster and not known here.
 *
 * @since 0.1.0
 */
public final class MemcachedCacheMetrics extends CacheMeterBinder<MemcachedCache> {

	private final MemcachedCache cache;

	/**
	 * Creates the meters of a cache.
	 * @param cache the cache
	 * @param tags tags of all meters, beside the name of the cache
	 */
	public MemcachedCacheMetrics(MemcachedCache cache, Iterable<Tag> tags) {
		super(cache, cache.getName(), tags);
		this.cache = cache;
	}

	@Override
	protected @Nullable Long size() {
		return null;
	}

	@Override
	protected long hitCount() {
		return this.cache.getStatistics().hits();
	}

	@Override
	protected @Nullable Long missCount() {
		return this.cache.getStatistics().misses();
	}

	@Override
	protected @Nullable Long evictionCount() {
		return null;
	}

	@Override
	protected long putCount() {
		return this.cache.getStatistics().puts();
	}

	@Override
	protected void bindImplementationSpecificMetrics(MeterRegistry registry) {
		MemcachedCache kept = this.cache;
		FunctionCounter.builder("cache.removals", kept, (source) -> kept.getStatistics().evictions())
			.tags(getTagsWithCacheName())
			.description("Removals that memcached carried out on request")
			.register(registry);
		// Spring Boot adds the name twice.
		Tags tags = Tags
			.of(Tags.of(getTagsWithCacheName()).stream().filter((tag) -> !tag.getKey().equals("name")).toList());
		MeterGroup<MemcachedCache> meters = new MeterGroup<>(registry, "memcached.cache.", kept, tags);
		bindLoads(meters);
		bindRefreshes(meters);
		bindFailures(meters);
		meters.counter("clears", "Times the cache was cleared", of(MemcachedCacheStatistics::clears));
	}

	private static void bindLoads(MeterGroup<MemcachedCache> meters) {
		meters.counter("loads", "Loaders that were run", ofLoads(LoadStatistics::loads))
			.counter("waits", "Calls that waited for the load of another caller", ofLoads(LoadStatistics::waits))
			.counter("lease.wins", "Misses for which this instance won the lease", ofLoads(LoadStatistics::leaseWins));
		refused(meters, "evicted", LoadStatistics::refusedEvicted);
		refused(meters, "replaced", LoadStatistics::refusedReplaced);
		refused(meters, "unknown", LoadStatistics::refusedUnknown);
		refused(meters, "overdue", LoadStatistics::overdue);
	}

	private static void refused(MeterGroup<MemcachedCache> meters, String reason, ToLongFunction<LoadStatistics> part) {
		meters.counter("refused", "Values that were loaded and not stored, since they may be stale", ofLoads(part),
				"reason", reason);
	}

	private static void bindRefreshes(MeterGroup<MemcachedCache> meters) {
		refreshes(meters, "done", LoadStatistics::refreshes);
		refreshes(meters, "skipped", LoadStatistics::refreshesSkipped);
		refreshes(meters, "failed", LoadStatistics::refreshesFailed);
		meters.counter("stale.served", "Calls that got a value that was evicted or had expired",
				ofLoads(LoadStatistics::staleServed));
	}

	private static void refreshes(MeterGroup<MemcachedCache> meters, String result,
			ToLongFunction<LoadStatistics> part) {
		meters.counter("refreshes", "Refreshes in the background", ofLoads(part), "result", result);
	}

	private static void bindFailures(MeterGroup<MemcachedCache> meters) {
		failures(meters, "timeout", FailureStatistics::timeouts);
		failures(meters, "connection", FailureStatistics::connections);
		failures(meters, "left-alone", FailureStatistics::leftAlone);
		failures(meters, "in-flight", FailureStatistics::tooManyInFlight);
		failures(meters, "server", FailureStatistics::serverErrors);
		failures(meters, "protocol", FailureStatistics::protocolErrors);
		failures(meters, "other", FailureStatistics::others);
		meters.counter("undecodable", "Entries that could not be read and were removed",
				of(MemcachedCacheStatistics::undecodable));
		unstorable(meters, "too-large", MemcachedCacheStatistics::tooLarge);
		unstorable(meters, "other", (statistics) -> statistics.unstorable() - statistics.tooLarge());
	}

	private static void failures(MeterGroup<MemcachedCache> meters, String cause,
			ToLongFunction<FailureStatistics> part) {
		meters.counter("failures", "Commands that memcached did not carry out",
				of((statistics) -> part.applyAsLong(statistics.causes())), "cause", cause);
	}

	private static void unstorable(MeterGroup<MemcachedCache> meters, String reason,
			ToLongFunction<MemcachedCacheStatistics> part) {
		meters.counter("unstorable", "Values that could not be stored", of(part), "reason", reason);
	}

	private static ToDoubleFunction<MemcachedCache> of(ToLongFunction<MemcachedCacheStatistics> part) {
		return (cache) -> part.applyAsLong(cache.getStatistics());
	}

	private static ToDoubleFunction<MemcachedCache> ofLoads(ToLongFunction<LoadStatistics> part) {
		return of((statistics) -> part.applyAsLong(statistics.loads()));
	}

}
