package io.github.memcachedspring.autoconfigure;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.github.memcachedspring.cache.OnError;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.NestedConfigurationProperty;
import org.springframework.util.unit.DataSize;

/**
 * Properties of the cache.
 *
 * @since 0.1.0
 */
@ConfigurationProperties("memcached.cache")
public class MemcachedCacheProperties {

	/**
	 * Whether to use memcached as the Spring cache.
	 */
	private boolean enabled = true;

	/**
	 * What all keys begin with. Applications that share servers need different prefixes.
	 * By default the value of 'spring.application.name'.
	 */
	private @Nullable String keyPrefix;

	/**
	 * How long entries live.
	 */
	private Duration timeToLive = Duration.ofHours(1);

	/**
	 * How long entries live that nobody reads. By default there is no such limit.
	 */
	private @Nullable Duration timeToIdle;

	/**
	 * Whether null values are cached.
	 */
	private boolean cacheNullValues = true;

	/**
	 * How long a cached null lives at most.
	 */
	private Duration nullTimeToLive = Duration.ofSeconds(60);

	/**
	 * Share by which lives are shortened at random, so that entries which were stored
	 * together do not expire together. From 0 to 0.5; applies to lives of 10s and more.
	 */
	private double jitter = 0.1;

	/**
	 * How values other than strings, byte arrays and primitives are stored.
	 */
	private Codec codec = Codec.JSON;

	/**
	 * Comma-separated list of packages whose classes may be stored and read, in addition
	 * to the application's own packages and plain JDK value types.
	 */
	private List<String> trustedPackages = new ArrayList<>();

	/**
	 * How long a clear in another instance may go unnoticed here. With '0s' the servers
	 * are asked with every call.
	 */
	private Duration clearPropagation = Duration.ofSeconds(1);

	/**
	 * What a failure of memcached means for the caller.
	 */
	private OnError onError = OnError.MISS;

	/**
	 * Whether puts, evicts and clears within a transaction wait for its commit.
	 */
	private boolean transactionAware = true;

	/**
	 * How long a key stays taken by a caller that loads it for all and gives no sign of
	 * life. Loaders may take longer. At least 2s and less than 'wait-limit'.
	 */
	private Duration lease = Duration.ofSeconds(5);

	/**
	 * How long a caller waits for a value that another instance loads, before it loads
	 * the value by itself without storing it.
	 */
	private Duration waitLimit = Duration.ofSeconds(30);

	/**
	 * How long a cached method without 'sync' may take for its result to be stored. At
	 * least 2s.
	 */
	private Duration loadLimit = Duration.ofSeconds(60);

	/**
	 * Remaining time below which entries are loaded anew before they expire. At least 2s,
	 * '1%' to '50%' of the time to live of each entry, or 'none'.
	 */
	private String refreshAhead = "none";

	/**
	 * How long an old value may be served while a caller loads the new one after an
	 * evict, and when a loader throws after an expiry. At least 1s, or '0s' for never.
	 */
	private Duration serveStale = Duration.ofSeconds(0);

	@NestedConfigurationProperty
	private final Compression compression = new Compression();

	/**
	 * Settings of single caches by name, which take precedence over the general ones.
	 */
	private final Map<String, CacheSettings> caches = new LinkedHashMap<>();

	public boolean isEnabled() {
		return this.enabled;
	}

	public void setEnabled(boolean enabled) {
		this.enabled = enabled;
	}

	public @Nullable String getKeyPrefix() {
		return this.keyPrefix;
	}

	public void setKeyPrefix(@Nullable String keyPrefix) {
		this.keyPrefix = keyPrefix;
	}

	public Duration getTimeToLive() {
		return this.timeToLive;
	}

	public void setTimeToLive(Duration timeToLive) {
		this.timeToLive = timeToLive;
	}

	public @Nullable Duration getTimeToIdle() {
		return this.timeToIdle;
	}

	public void setTimeToIdle(@Nullable Duration timeToIdle) {
		this.timeToIdle = timeToIdle;
	}

	public boolean isCacheNullValues() {
		return this.cacheNullValues;
	}

	public void setCacheNullValues(boolean cacheNullValues) {
		this.cacheNullValues = cacheNullValues;
	}

	public Duration getNullTimeToLive() {
		return this.nullTimeToLive;
	}

	public void setNullTimeToLive(Duration nullTimeToLive) {
		this.nullTimeToLive = nullTimeToLive;
	}

	public double getJitter() {
		return this.jitter;
	}

	public void setJitter(double jitter) {
		this.jitter = jitter;
	}

	public Codec getCodec() {
		return this.codec;
	}

	public void setCodec(Codec codec) {
		this.codec = codec;
	}

	public List<String> getTrustedPackages() {
		return this.trustedPackages;
	}

	public void setTrustedPackages(List<String> trustedPackages) {
		this.trustedPackages = trustedPackages;
	}

	public Duration getClearPropagation() {
		return this.clearPropagation;
	}

	public void setClearPropagation(Duration clearPropagation) {
		this.clearPropagation = clearPropagation;
	}

	public OnError getOnError() {
		return this.onError;
	}

	public void setOnError(OnError onError) {
		this.onError = onError;
	}

	public boolean isTransactionAware() {
		return this.transactionAware;
	}

	public void setTransactionAware(boolean transactionAware) {
		this.transactionAware = transactionAware;
	}

	public Duration getLease() {
		return this.lease;
	}

	public void setLease(Duration lease) {
		this.lease = lease;
	}

	public Duration getWaitLimit() {
		return this.waitLimit;
	}

	public void setWaitLimit(Duration waitLimit) {
		this.waitLimit = waitLimit;
	}

	public Duration getLoadLimit() {
		return this.loadLimit;
	}

	public void setLoadLimit(Duration loadLimit) {
		this.loadLimit = loadLimit;
	}

	public String getRefreshAhead() {
		return this.refreshAhead;
	}

	public void setRefreshAhead(String refreshAhead) {
		this.refreshAhead = refreshAhead;
	}

	public Duration getServeStale() {
		return this.serveStale;
	}

	public void setServeStale(Duration serveStale) {
		this.serveStale = serveStale;
	}

	public Compression getCompression() {
		return this.compression;
	}

	public Map<String, CacheSettings> getCaches() {
		return this.caches;
	}

	/**
	 * How values are turned into bytes.
	 */
	public enum Codec {

		/** JSON by Jackson, with types. */
		JSON,

		/** Java serialization, for trusted types only. */
		JDK

	}

	/**
	 * Properties of the compression.
	 */
	public static class Compression {

		/**
		 * Whether large values are compressed.
		 */
		private boolean enabled = true;

		/**
		 * Size from which values are compressed.
		 */
		private DataSize threshold = DataSize.ofKilobytes(16);

		/**
		 * Largest size that a compressed value may have when it is inflated.
		 */
		private DataSize maxInflatedSize = DataSize.ofMegabytes(16);

		public boolean isEnabled() {
			return this.enabled;
		}

		public void setEnabled(boolean enabled) {
			this.enabled = enabled;
		}

		public DataSize getThreshold() {
			return this.threshold;
		}

		public void setThreshold(DataSize threshold) {
			this.threshold = threshold;
		}

		public DataSize getMaxInflatedSize() {
			return this.maxInflatedSize;
		}

		public void setMaxInflatedSize(DataSize maxInflatedSize) {
			this.maxInflatedSize = maxInflatedSize;
		}

	}

	/**
	 * Settings of a single cache. What is not set is as for all caches.
	 */
	public static class CacheSettings {

		/**
		 * How long entries of this cache live.
		 */
		private @Nullable Duration timeToLive;

		/**
		 * How long entries of this cache live that nobody reads.
		 */
		private @Nullable Duration timeToIdle;

		/**
		 * Whether null values are cached.
		 */
		private @Nullable Boolean cacheNullValues;

		/**
		 * How long a cached null lives at most.
		 */
		private @Nullable Duration nullTimeToLive;

		/**
		 * Share by which lives are shortened at random.
		 */
		private @Nullable Double jitter;

		/**
		 * How values other than strings, byte arrays and primitives are stored.
		 */
		private @Nullable Codec codec;

		/**
		 * How long a clear in another instance may go unnoticed here.
		 */
		private @Nullable Duration clearPropagation;

		/**
		 * What a failure of memcached means for the caller.
		 */
		private @Nullable OnError onError;

		/**
		 * Whether puts, evicts and clears within a transaction wait for its commit.
		 */
		private @Nullable Boolean transactionAware;

		/**
		 * How long a key stays taken by a caller that loads it for all and gives no sign
		 * of life. Loaders may take longer. At least 2s and less than 'wait-limit'.
		 */
		private @Nullable Duration lease;

		/**
		 * How long a caller waits for a value that another instance loads, before it
		 * loads the value by itself without storing it.
		 */
		private @Nullable Duration waitLimit;

		/**
		 * How long a cached method without 'sync' may take for its result to be stored.
		 * At least 2s.
		 */
		private @Nullable Duration loadLimit;

		/**
		 * Remaining time below which entries are loaded anew before they expire. At least
		 * 2s, '1%' to '50%' of the time to live of each entry, or 'none' to do without
		 * what is set for all caches.
		 */
		private @Nullable String refreshAhead;

		/**
		 * How long an old value may be served while a caller loads the new one after an
		 * evict, and when a loader throws after an expiry. At least 1s, or '0s' for
		 * never.
		 */
		private @Nullable Duration serveStale;

		public @Nullable Duration getTimeToLive() {
			return this.timeToLive;
		}

		public void setTimeToLive(@Nullable Duration timeToLive) {
			this.timeToLive = timeToLive;
		}

		public @Nullable Duration getTimeToIdle() {
			return this.timeToIdle;
		}

		public void setTimeToIdle(@Nullable Duration timeToIdle) {
			this.timeToIdle = timeToIdle;
		}

		public @Nullable Boolean getCacheNullValues() {
			return this.cacheNullValues;
		}

		public void setCacheNullValues(@Nullable Boolean cacheNullValues) {
			this.cacheNullValues = cacheNullValues;
		}

		public @Nullable Duration getNullTimeToLive() {
			return this.nullTimeToLive;
		}

		public void setNullTimeToLive(@Nullable Duration nullTimeToLive) {
			this.nullTimeToLive = nullTimeToLive;
		}

		public @Nullable Double getJitter() {
			return this.jitter;
		}

		public void setJitter(@Nullable Double jitter) {
			this.jitter = jitter;
		}

		public @Nullable Codec getCodec() {
			return this.codec;
		}

		public void setCodec(@Nullable Codec codec) {
			this.codec = codec;
		}

		public @Nullable Duration getClearPropagation() {
			return this.clearPropagation;
		}

		public void setClearPropagation(@Nullable Duration clearPropagation) {
			this.clearPropagation = clearPropagation;
		}

		public @Nullable OnError getOnError() {
			return this.onError;
		}

		public void setOnError(@Nullable OnError onError) {
			this.onError = onError;
		}

		public @Nullable Boolean getTransactionAware() {
			return this.transactionAware;
		}

		public void setTransactionAware(@Nullable Boolean transactionAware) {
			this.transactionAware = transactionAware;
		}

		public @Nullable Duration getLease() {
			return this.lease;
		}

		public void setLease(@Nullable Duration lease) {
			this.lease = lease;
		}

		public @Nullable Duration getWaitLimit() {
			return this.waitLimit;
		}

		public void setWaitLimit(@Nullable Duration waitLimit) {
			this.waitLimit = waitLimit;
		}

		public @Nullable Duration getLoadLimit() {
			return this.loadLimit;
		}

		public void setLoadLimit(@Nullable Duration loadLimit) {
			this.loadLimit = loadLimit;
		}

		public @Nullable String getRefreshAhead() {
			return this.refreshAhead;
		}

		public void setRefreshAhead(@Nullable String refreshAhead) {
			this.refreshAhead = refreshAhead;
		}

		public @Nullable Duration getServeStale() {
			return this.serveStale;
		}

		public void setServeStale(@Nullable Duration serveStale) {
			this.serveStale = serveStale;
		}

	}

}
