package io.github.memcachedspring.cache;

import java.time.Duration;
import java.util.function.Consumer;

import io.github.memcachedspring.transcoder.Transcoder;
import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * Settings of a cache. Immutable; each method returns a copy with one setting changed.
 * Durations of more than 36,500 days count as that.
 *
 * @since 0.1.0
 */
public final class MemcachedCacheConfiguration {

	private static final Duration SHORTEST_TIME_TO_LIVE = Duration.ofSeconds(1);

	private static final Duration SHORTEST_LOAD = Duration.ofSeconds(2);

	private final Settings settings;

	private MemcachedCacheConfiguration(Settings settings) {
		this.settings = settings;
	}

	/**
	 * Returns the defaults: entries live for an hour, shortened at random by up to a
	 * tenth; nulls are cached for a minute at most; a clear elsewhere is seen within a
	 * second; writes within a transaction wait for its commit; failures are misses; a
	 * caller that dies while it loads is replaced within five seconds, and others wait
	 * for a load for thirty at most; nothing is refreshed ahead of its expiry, and no old
	 * value is served.
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
		return with((settings) -> settings.clearPropagation = ConfigurationRules.bounded(clearPropagation));
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

	/**
	 * Changes how long a key stays taken by a caller that loads its value for the whole
	 * fleet and gives no sign of life. While its loader runs it gives one every third of
	 * this time, so that loaders may take as long as they need; when it dies, another
	 * caller loads after this time at most.
	 * @param lease at least two seconds, and less than the {@linkplain #waitLimit wait
	 * limit}, which is checked when a cache is created
	 * @return the copy
	 */
	public MemcachedCacheConfiguration lease(Duration lease) {
		return with((settings) -> settings.lease = ConfigurationRules
			.bounded(ConfigurationRules.atLeast("lease", SHORTEST_LOAD, lease)));
	}

	/**
	 * Changes how long a caller waits for a value that another instance loads. After that
	 * time one caller per instance and key loads it by itself, for all that wait there,
	 * up to twice that time; what it loads is not stored. A caller that has waited in
	 * vain for that too takes what has been stored meanwhile, or loads for itself.
	 * @param waitLimit more than the {@linkplain #lease lease}, which is checked when a
	 * cache is created
	 * @return the copy
	 */
	public MemcachedCacheConfiguration waitLimit(Duration waitLimit) {
		return with((settings) -> settings.waitLimit = ConfigurationRules.bounded(waitLimit));
	}

	/**
	 * Changes how long a cached method without {@code sync} may take for its result to be
	 * stored. The result of one that takes longer only goes to its caller. Nobody waits
	 * for such a method.
	 * @param loadLimit at least two seconds
	 * @return the copy
	 */
	public MemcachedCacheConfiguration loadLimit(Duration loadLimit) {
		return with((settings) -> settings.loadLimit = ConfigurationRules
			.bounded(ConfigurationRules.atLeast("loadLimit", SHORTEST_LOAD, loadLimit)));
	}

	/**
	 * Changes when entries are loaded anew before they expire: by one caller in the whole
	 * fleet, while all others keep getting the value that is there. Entries that are not
	 * read when little of their time remains expire as ever. Cannot be used together with
	 * a {@linkplain #timeToIdle time to idle}, which is checked when a cache is created.
	 * @param refreshAhead when, or {@code null} for never
	 * @return the copy
	 */
	public MemcachedCacheConfiguration refreshAhead(@Nullable RefreshAhead refreshAhead) {
		return with((settings) -> settings.refreshAhead = refreshAhead);
	}

	/**
	 * Changes for how long an old value may be served, counted from its evict while one
	 * caller loads the new one, and from its expiry when a loader throws. Cannot be used
	 * together with a {@linkplain #timeToIdle time to idle}, which is checked when a
	 * cache is created.
	 * @param serveStale at least one second, or zero for never
	 * @return the copy
	 */
	public MemcachedCacheConfiguration serveStale(Duration serveStale) {
		return with((settings) -> settings.serveStale = ConfigurationRules
			.bounded(ConfigurationRules.zeroOrAtLeast("serveStale", SHORTEST_TIME_TO_LIVE, serveStale)));
	}

	/**
	 * Checks the settings that depend on each other.
	 * @throws IllegalArgumentException if they contradict each other
	 */
	void verify() {
		ConfigurationRules.verify(this);
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

	/** Returns whether values are refreshed while callers still get them. */
	boolean refreshes() {
		return getRefreshAhead() != null || !getServeStale().isZero();
	}

	public OnError getOnError() {
		return this.settings.onError;
	}

	public boolean isTransactionAware() {
		return this.settings.transactionAware;
	}

	public Duration getLease() {
		return this.settings.lease;
	}

	public Duration getWaitLimit() {
		return this.settings.waitLimit;
	}

	public Duration getLoadLimit() {
		return this.settings.loadLimit;
	}

	public @Nullable RefreshAhead getRefreshAhead() {
		return this.settings.refreshAhead;
	}

	public Duration getServeStale() {
		return this.settings.serveStale;
	}

	static Duration atLeastOneSecond(String name, Duration duration) {
		if (duration.compareTo(SHORTEST_TIME_TO_LIVE) < 0) {
			throw new IllegalArgumentException(
					"'%s' must be at least 1 s, memcached's unit: %s".formatted(name, duration));
		}
		return ConfigurationRules.bounded(duration);
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

		private Duration lease = Duration.ofSeconds(5);

		private Duration waitLimit = Duration.ofSeconds(30);

		private Duration loadLimit = Duration.ofSeconds(60);

		private @Nullable RefreshAhead refreshAhead;

		private Duration serveStale = Duration.ZERO;

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
