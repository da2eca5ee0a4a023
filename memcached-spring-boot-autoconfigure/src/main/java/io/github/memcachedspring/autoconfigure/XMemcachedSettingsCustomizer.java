package io.github.memcachedspring.autoconfigure;

import io.github.memcachedspring.client.xmemcached.XMemcachedSettings;

/**
 * Changes the client's settings after the properties were applied. Declared as a bean;
 * for a further cluster {@code sessions} with the qualifier {@code sessionsMemcached} and
 * as no default candidate.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface XMemcachedSettingsCustomizer {

	/**
	 * Changes the settings.
	 * @param settings the settings so far
	 * @return the settings to use
	 */
	XMemcachedSettings customize(XMemcachedSettings settings);

}
