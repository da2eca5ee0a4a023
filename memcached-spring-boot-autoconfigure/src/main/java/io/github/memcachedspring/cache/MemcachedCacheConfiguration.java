package io.github.memcachedspring.cache;

import java.time.Duration;
import java.util.function.Consumer;

import io.github.memcachedspring.transcoder.Transcoder;
import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * Settings of a cache. Immutable; each method returns a copy with one setting changed.
 *
 * @since 0.1.0
 */
public final class MemcachedCacheConfiguration {

	private static final Duration SHORTEST_TIME_TO_LIVE = Duration.ofSeconds(1);

	private final Settings settings;

	private MemcachedCacheConfiguration(Settings settings) {
		this.settings = settings;
	}

	/**
	 * Returns the defaults: entries live for an hour, shortened at random by up to a
	 * tenth; nulls are cached for a minute at most; a clear elsewhere is seen within a
	 * second; writes within a transaction wait for its commit; failures are misses.
	 * @param transcoder turns values into bytes
	 * @return the settings
	 */
	public static MemcachedCacheConfiguration of(Transcoder transcoder) {
		return new MemcachedCacheConfiguration(new Settings(transcoder));
	}

	private MemcachedCacheConfiguration with(Consumer<Settings> change) {
		Settings copy = this.settings.copy();
		change.accept(copy);
		return new MemcachedCacheConfiguration(copy);
	}

	/**
	 * Changes how values become bytes.
	 * @param transcoder the transcoder
	 * @return the copy
	 */
	public MemcachedCacheConfiguration transcoder(Transcoder transcoder) {
		return with((settings) -> settings.transcoder = transcoder);
	}

	/**
	 * Changes how long entries live.
	 * @param timeToLive at least one second
	 * @return the copy
	 */
	public MemcachedCacheConfiguration timeToLive(Duration timeToLive) {
		return with((settings) -> settings.timeToLive = atLeastOneSecond("timeToLive", timeToLive));
	}

	/**
	 * Changes how long entries live that nobody reads.
	 * @param timeToIdle at least one second, or {@code null} for no such limit
	 * @return the copy
	 */
	public MemcachedCacheConfiguration timeToIdle(@Nullable Duration timeToIdle) {
		return with((settings) -> settings.timeToIdle = (timeToIdle != null)
				? atLeastOneSecond("timeToIdle", timeToIdle) : null);
	}

	/**
	 * Changes how long a cached null lives at most.
	 * @param nullTimeToLive at least one second
	 * @return the copy
	 */
	public MemcachedCacheConfiguration nullTimeToLive(Duration nullTimeToLive) {
		return with((settings) -> settings.nullTimeToLive = atLeastOneSecond("nullTimeToLive", nullTimeToLive));
	}

	/**
	 * Changes whether nulls are cached.
	 * @param cacheNullValues whether they are; otherwise storing one is refused
	 * @return the copy
	 */
	public MemcachedCacheConfiguration cacheNullValues(boolean cacheNullValues) {
		return with((settings) -> settings.cacheNullValues = cacheNullValues);
	}

	/**
	 * Changes by how much lives are shortened at random, so that entries which were
	 * stored together do not expire together.
	 * @param jitter share of the time to live, 0 to 0.5; applies from 10 s on
	 * @return the copy
	 */
	public MemcachedCacheConfiguration jitter(double jitter) {
		Assert.isTrue(jitter >= 0 && jitter <= 0.5, () -> "'jitter' must be 0 to 0.5: %s".formatted(jitter));
		return with((settings) -> settings.jitter = jitter);
	}

	/**
	 * Changes who decides how long an entry lives.
	 * @param ttlFunction the function
	 * @return the copy
	 */
	public MemcachedCacheConfiguration ttlFunction(TtlFunction ttlFunction) {
		return with((settings) -> settings.ttlFunction = ttlFunction);
	}

	/**
	 * Changes how long a clear elsewhere may go unnoticed here.
	 * @param clearPropagation the time; zero to ask the node with every call, which costs
	 * a second command in the same round trip
	 * @return the copy
	 */
	public MemcachedCacheConfiguration clearPropagation(Duration clearPropagation) {
		Assert.isTrue(!clearPropagation.isNegative(),
				() -> "'clearPropagation' must not be negative: %s".formatted(clearPropagation));
		return with((settings) -> settings.clearPropagation = clearPropagation);
	}

	/**
	 * Changes what a failure of memcached means for callers.
	 * @param onError the meaning
	 * @return the copy
	 */
	public MemcachedCacheConfiguration onError(OnError onError) {
		return with((settings) -> settings.onError = onError);
	}

	/**
	 * Changes whether puts, evicts and clears within a transaction wait for its commit.
	 * @param transactionAware whether they do
	 * @return the copy
	 */
	public MemcachedCacheConfiguration transactionAware(boolean transactionAware) {
		return with((settings) -> settings.transactionAware = transactionAware);
	}

	public Transcoder getTranscoder() {
		return this.settings.transcoder;
	}

	public Duration getTimeToLive() {
		return this.settings.timeToLive;
	}

	public @Nullable Duration getTimeToIdle() {
		return this.settings.timeToIdle;
	}

	public Duration getNullTimeToLive() {
		return this.settings.nullTimeToLive;
	}

	public boolean isCacheNullValues() {
		return this.settings.cacheNullValues;
	}

	public double getJitter() {
		return this.settings.jitter;
	}

	public TtlFunction getTtlFunction() {
		return this.settings.ttlFunction;
	}

	public Duration getClearPropagation() {
		return this.settings.clearPropagation;
	}

	public OnError getOnError() {
		return this.settings.onError;
	}

	public boolean isTransactionAware() {
		return this.settings.transactionAware;
	}

	static Duration atLeastOneSecond(String name, Duration duration) {
		if (duration.compareTo(SHORTEST_TIME_TO_LIVE) < 0) {
			throw new IllegalArgumentException(
					"'%s' must be at least 1 s, memcached's unit: %s".formatted(name, duration));
		}
		return duration;
	}

	/** The values; never changed once a configuration holds it. */
	private static final class Settings implements Cloneable {

		private Transcoder transcoder;

		private Duration timeToLive = Duration.ofHours(1);

		private @Nullable Duration timeToIdle;

		private Duration nullTimeToLive = Duration.ofSeconds(60);

		private boolean cacheNullValues = true;

		private double jitter = 0.1;

		private TtlFunction ttlFunction = TtlFunction.NONE;

		private Duration clearPropagation = Duration.ofSeconds(1);

		private OnError onError = OnError.MISS;

		private boolean transactionAware = true;

		Settings(Transcoder transcoder) {
			this.transcoder = transcoder;
		}

		Settings copy() {
			try {
				return (Settings) clone();
			}
			catch (CloneNotSupportedException ex) {
				throw new IllegalStateException("Settings can be cloned", ex);
			}
		}

	}

}
