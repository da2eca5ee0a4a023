package io.github.memcachedspring.autoconfigure;

import java.time.Duration;

import io.github.memcachedspring.autoconfigure.MemcachedCacheProperties.CacheSettings;
import io.github.memcachedspring.cache.MemcachedCacheConfiguration;
import io.github.memcachedspring.cache.RefreshAhead;
import org.jspecify.annotations.Nullable;

import org.springframework.core.env.Environment;
import org.springframework.format.annotation.DurationFormat;
import org.springframework.format.datetime.standard.DurationFormatterUtils;

/**
 * Refuses settings that contradict each other, whether they are a cache's own or those of
 * all caches, and names the properties they come from.
 */
final class CacheSettingsCombinations {

	private final Environment environment;

	private final String general;

	private final String root;

	private final CacheSettings settings;

	private final MemcachedCacheConfiguration effective;

	CacheSettingsCombinations(Environment environment, String general, String root, CacheSettings settings,
			MemcachedCacheConfiguration effective) {
		this.environment = environment;
		this.general = general;
		this.root = root;
		this.settings = settings;
		this.effective = effective;
	}

	void check() {
		checkWaitLimit();
		Duration timeToIdle = this.effective.getTimeToIdle();
		if (timeToIdle == null) {
			return;
		}
		Source idle = source("time-to-idle", this.settings.getTimeToIdle(), timeToIdle);
		RefreshAhead refreshAhead = this.effective.getRefreshAhead();
		if (refreshAhead != null) {
			refuse(source("refresh-ahead", this.settings.getRefreshAhead(), refreshAhead), RefreshAheadText.NONE, idle);
		}
		if (!this.effective.getServeStale().isZero()) {
			refuse(source("serve-stale", this.settings.getServeStale(), this.effective.getServeStale()), "0s", idle);
		}
	}

	private void checkWaitLimit() {
		if (this.effective.getWaitLimit().compareTo(this.effective.getLease()) > 0) {
			return;
		}
		Source waitLimit = source("wait-limit", this.settings.getWaitLimit(), this.effective.getWaitLimit());
		Source lease = source("lease", this.settings.getLease(), this.effective.getLease());
		throw refused(waitLimit, lease, """
				%s must be above %s, so that callers can outwait the lease of one that died. \
				Raise '%swait-limit' or lower '%slease'.""".formatted(waitLimit, lease, this.root, this.root));
	}

	private void refuse(Source source, String off, Source timeToIdle) {
		String wayOut = "Set '%s' to '%s', or remove '%s'.".formatted(this.root + source.setting(), off,
				timeToIdle.property());
		if (!timeToIdle.property().startsWith(this.root)) {
			wayOut += " It cannot be switched off for one cache only, but set for single ones under '" + this.general
					+ "caches'.";
		}
		throw refused(source, timeToIdle,
				"%s and %s exclude each other: with a time to idle the servers do not tell how long an entry still lives. %s"
					.formatted(source, timeToIdle, wayOut));
	}

	/** Blames a property that the user has set, which a default is not. */
	private RuntimeException refused(Source one, Source other, String reason) {
		Source blamed = one.set() ? one : other;
		return CacheSettingsRules.invalid(blamed.property(), blamed.value(), reason);
	}

	private Source source(String setting, @Nullable Object own, Object effective) {
		String property = ((own != null) ? this.root : this.general) + setting;
		if (property.equals(this.general + setting) && isInherited(setting)) {
			return new Source(setting, CacheConfigurationFactory.ROOT + setting, effective, false);
		}
		boolean set = (own != null) && (!this.root.equals(this.general) || this.environment.containsProperty(property));
		return new Source(setting, property, effective, set);
	}

	/** Whether a further cluster has a setting from the primary one. */
	private boolean isInherited(String setting) {
		return !this.environment.containsProperty(this.general + setting)
				&& this.environment.containsProperty(CacheConfigurationFactory.ROOT + setting);
	}

	/** Where a value comes from; set if it is at the level that is looked at. */
	private record Source(String setting, String property, Object value, boolean set) {

		@Override
		public String toString() {
			Object text = (this.value instanceof Duration duration)
					? DurationFormatterUtils.print(duration, DurationFormat.Style.COMPOSITE) : this.value;
			return "'%s' (%s)".formatted(this.property, text);
		}

	}

}
