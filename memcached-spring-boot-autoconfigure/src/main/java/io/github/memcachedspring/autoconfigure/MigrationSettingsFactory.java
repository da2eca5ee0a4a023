package io.github.memcachedspring.autoconfigure;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.function.Function;

import io.github.memcachedspring.autoconfigure.MemcachedMigrationProperties.Format;
import io.github.memcachedspring.client.MemcachedKey;
import io.github.memcachedspring.migration.MigrationPhase;
import io.github.memcachedspring.migration.MigrationSettings;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

/**
 * Turns the properties of a migration into its settings. What is out of range is reported
 * under its property's name.
 */
final class MigrationSettingsFactory {

	static final String ROOT = "memcached.migration.";

	private static final Log logger = LogFactory.getLog(MigrationSettingsFactory.class);

	private final MemcachedMigrationProperties properties;

	MigrationSettingsFactory(MemcachedMigrationProperties properties) {
		this.properties = properties;
	}

	MigrationSettings create(MemcachedCacheProperties cache, MemcachedAtomicProperties atomic,
			Function<MemcachedKey, @Nullable Duration> timeToLive) {
		MemcachedMigrationProperties.Verdict verdict = this.properties.getVerdict();
		return new MigrationSettings(this.properties.isDryRun(), until(),
				CacheSettingsRules.atLeastOneSecond(ROOT + "copy-time-to-live", this.properties.getCopyTimeToLive()),
				longestTimeToLive(cache, atomic), cache.getClearPropagation(), share(verdict.getShare()),
				positive("verdict.time", verdict.getTime()), timeToLive);
	}

	/** Nothing here tells how long entries live that another library has written. */
	private Duration longestTimeToLive(MemcachedCacheProperties cache, MemcachedAtomicProperties atomic) {
		Duration longest = this.properties.getLongestTimeToLive();
		if (longest != null) {
			return CacheSettingsRules.atLeastOneSecond(ROOT + "longest-time-to-live", longest);
		}
		return (this.properties.getFrom().getFormat() == Format.OWN) ? LongestTimeToLive.of(cache, atomic)
				: MigrationSettings.DEFAULTS.longestTimeToLive();
	}

	/** Returns how long a command may take while the new cluster is read first. */
	Duration budget() {
		return positive("budget", this.properties.getBudget());
	}

	/** A time that has come is no error: instances have to start after it, too. */
	private @Nullable Instant until() {
		String text = this.properties.getUntil();
		if (text == null || text.isBlank()) {
			return null;
		}
		Instant until = parse(text.strip());
		if (!this.properties.isDryRun() && !until.isAfter(Instant.now())) {
			logger.warn("'%suntil' has come ('%s'): %s".formatted(ROOT, text, whatItMeans(this.properties.getPhase())));
		}
		return until;
	}

	/** Nothing else is read in phase 'prepare'. */
	private static String whatItMeans(MigrationPhase phase) {
		return (phase == MigrationPhase.PREPARE)
				? "in phase 'read-through' the old cluster would not be read; set another time before that"
				: "the old cluster is not read; set '%sphase' to 'done'".formatted(ROOT);
	}

	private static Instant parse(String text) {
		try {
			return (text.indexOf('T') < 0) ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant()
					: OffsetDateTime.parse(text).toInstant();
		}
		catch (DateTimeParseException ex) {
			throw new InvalidConfigurationPropertyValueException(ROOT + "until", text,
					"Must be a date or a time with its offset, for example '2027-01-31' or '2027-01-31T18:00:00Z'.",
					ex);
		}
	}

	private static double share(double share) {
		if (!(share >= 0 && share < 1)) {
			throw new InvalidConfigurationPropertyValueException(ROOT + "verdict.share", share,
					"Must be 0 or more and below 1. '0.001' is one hit in a thousand.");
		}
		return share;
	}

	private static Duration positive(String name, Duration value) {
		if (value.toMillis() < 1) {
			throw new InvalidConfigurationPropertyValueException(ROOT + name, value,
					"A time must be at least 1ms, for example '50ms'.");
		}
		return value;
	}

}
