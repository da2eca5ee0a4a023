package io.github.memcachedspring.sample.scene;

import java.time.Duration;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.ToLongFunction;

import io.github.memcachedspring.atomic.CountResult;
import io.github.memcachedspring.atomic.CountResult.Absent;
import io.github.memcachedspring.atomic.MemcachedCounters;
import io.github.memcachedspring.client.MemcachedOperations;

import org.springframework.cache.Cache;
import org.springframework.stereotype.Component;

/**
 * Visitors are counted. Who reads the number, adds one and puts it back overwrites what
 * others have counted meanwhile; memcached itself can add one without losing any.
 */
@Component
class VisitorsScene implements Scene {

	private static final int INSTANCES = 3;

	private static final Crowd VISITORS = new Crowd(24, 250, Duration.ofMillis(8));

	private static final Duration TIME_TO_LIVE = Duration.ofMinutes(10);

	private final MemcachedOperations memcached;

	private final MemcachedCounters counters;

	VisitorsScene(MemcachedOperations memcached, MemcachedCounters counters) {
		this.memcached = memcached;
		this.counters = counters.namespace("scene").withTimeToLive(TIME_TO_LIVE);
	}

	@Override
	public String name() {
		return "visitors";
	}

	@Override
	public void without(Run run) throws InterruptedException {
		String key = UUID.randomUUID().toString();
		play(run, (cache) -> cache.put(key, number(cache, key) + 1), (cache) -> number(cache, key));
	}

	@Override
	public void with(Run run) throws InterruptedException {
		String key = UUID.randomUUID().toString();
		play(run, (cache) -> this.counters.increment(key).orThrow(), (cache) -> counted(key));
	}

	private void play(Run run, Consumer<Cache> visit, ToLongFunction<Cache> count) throws InterruptedException {
		try (Instances instances = Instances.start(INSTANCES, this.memcached, TIME_TO_LIVE)) {
			LongSupplier counted = () -> count.applyAsLong(instances.cacheOf(0));
			run.draw(() -> VISITORS.send(run, (caller) -> () -> visit.accept(instances.cacheOf(caller))), run::requests,
					counted);
			run.lost(run.requests() - counted.getAsLong());
		}
	}

	private static long number(Cache cache, String key) {
		Long number = cache.get(key, Long.class);
		return (number != null) ? number : 0;
	}

	private long counted(String key) {
		CountResult result = this.counters.get(key);
		return (result instanceof Absent) ? 0 : result.orThrow();
	}

}
