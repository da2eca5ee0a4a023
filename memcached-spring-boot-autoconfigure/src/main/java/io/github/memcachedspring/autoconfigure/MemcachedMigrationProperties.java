package io.github.memcachedspring.autoconfigure;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.github.memcachedspring.migration.MigrationPhase;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Properties of the way to another cluster. The new one is that of {@code memcached}.
 *
 * @since 0.1.0
 */
@ConfigurationProperties("memcached.migration")
public class MemcachedMigrationProperties {

	/**
	 * How far the application is on its way from the old cluster to the new one.
	 * Instances may be in phases that are next to each other, and in no others.
	 */
	private MigrationPhase phase = MigrationPhase.NONE;

	/**
	 * Whether it is only counted what the old cluster would have served, and nothing is
	 * taken from it.
	 */
	private boolean dryRun;

	/**
	 * Date or time from which on the old cluster is not read any more, whatever the
	 * phase. For example '2027-01-31', which begins at midnight UTC, or
	 * '2027-01-31T18:00:00+01:00'.
	 */
	private @Nullable String until;

	/**
	 * How long a command to the old cluster may take once the new one is read first.
	 */
	private Duration budget = Duration.ofMillis(50);

	/**
	 * How long a copied entry lives at most if the old cluster does not tell how long it
	 * has left.
	 */
	private Duration copyTimeToLive = Duration.ofSeconds(60);

	/**
	 * How long an entry of the old cluster can live at most; after that time it can go.
	 * By default as long as the properties of the caches and of atomic updates let any
	 * live, and 30 days if another library has written the entries.
	 */
	private @Nullable Duration longestTimeToLive;

	private final Verdict verdict = new Verdict();

	private final From from = new From();

	public MigrationPhase getPhase() {
		return this.phase;
	}

	public void setPhase(MigrationPhase phase) {
		this.phase = phase;
	}

	public boolean isDryRun() {
		return this.dryRun;
	}

	public void setDryRun(boolean dryRun) {
		this.dryRun = dryRun;
	}

	public @Nullable String getUntil() {
		return this.until;
	}

	public void setUntil(@Nullable String until) {
		this.until = until;
	}

	public Duration getBudget() {
		return this.budget;
	}

	public void setBudget(Duration budget) {
		this.budget = budget;
	}

	public Duration getCopyTimeToLive() {
		return this.copyTimeToLive;
	}

	public void setCopyTimeToLive(Duration copyTimeToLive) {
		this.copyTimeToLive = copyTimeToLive;
	}

	public @Nullable Duration getLongestTimeToLive() {
		return this.longestTimeToLive;
	}

	public void setLongestTimeToLive(@Nullable Duration longestTimeToLive) {
		this.longestTimeToLive = longestTimeToLive;
	}

	public Verdict getVerdict() {
		return this.verdict;
	}

	public From getFrom() {
		return this.from;
	}

	/**
	 * When the old cluster counts as one that can go.
	 */
	public static class Verdict {

		/**
		 * Share of the hits, 0 to below 1, under which the old cluster counts as hardly
		 * used.
		 */
		private double share = 0.001;

		/**
		 * For how long its share has to be that small.
		 */
		private Duration time = Duration.ofHours(1);

		public double getShare() {
			return this.share;
		}

		public void setShare(double share) {
			this.share = share;
		}

		public Duration getTime() {
			return this.time;
		}

		public void setTime(Duration time) {
			this.time = time;
		}

	}

	/**
	 * The old cluster.
	 */
	public static class From extends MemcachedClusterProperties {

		/**
		 * What all keys on the old cluster begin with. By default the same as on the new
		 * one; with the format 'sixhours' what that starter begins with by default.
		 */
		private @Nullable String keyPrefix;

		/**
		 * Who has written the entries of caches on the old cluster.
		 */
		private Format format = Format.OWN;

		/**
		 * Keys on the old cluster with the formats 'xmemcached' and 'spymemcached', made
		 * of the name of the cache and its key.
		 */
		private String keyPattern = "{cache}:{key}";

		/**
		 * Whether the old cluster is asked with the commands from before memcached 1.6.
		 * It does not tell how long entries live then.
		 */
		private boolean classicCommands;

		/**
		 * How keys are distributed over the servers of the old cluster. By default by
		 * 'ketama' with the format 'own', and else by 'modulo'.
		 */
		private @Nullable DistributionType distribution;

		/**
		 * Comma-separated list of the names that the servers have in the distribution
		 * 'ketama', if these are not 'host:port'. In the order of the servers.
		 */
		private List<String> distributionNames = new ArrayList<>();

		From() {
			setServers(new ArrayList<>());
		}

		public @Nullable String getKeyPrefix() {
			return this.keyPrefix;
		}

		public void setKeyPrefix(@Nullable String keyPrefix) {
			this.keyPrefix = keyPrefix;
		}

		public Format getFormat() {
			return this.format;
		}

		public void setFormat(Format format) {
			this.format = format;
		}

		public String getKeyPattern() {
			return this.keyPattern;
		}

		public void setKeyPattern(String keyPattern) {
			this.keyPattern = keyPattern;
		}

		public boolean isClassicCommands() {
			return this.classicCommands;
		}

		public void setClassicCommands(boolean classicCommands) {
			this.classicCommands = classicCommands;
		}

		public @Nullable DistributionType getDistribution() {
			return this.distribution;
		}

		public void setDistribution(@Nullable DistributionType distribution) {
			this.distribution = distribution;
		}

		public List<String> getDistributionNames() {
			return this.distributionNames;
		}

		public void setDistributionNames(List<String> distributionNames) {
			this.distributionNames = distributionNames;
		}

	}

	/**
	 * Who has written entries.
	 */
	public enum Format {

		/** This library. */
		OWN,

		/** The client xmemcached. */
		XMEMCACHED,

		/** The client spymemcached. */
		SPYMEMCACHED,

		/** The starter 'memcached-spring-boot' of Sixhours. */
		SIXHOURS

	}

	/**
	 * How keys are distributed over servers.
	 */
	public enum DistributionType {

		/** Consistent hashing. */
		KETAMA,

		/** Remainder of the hash code of the key. */
		MODULO

	}

}
