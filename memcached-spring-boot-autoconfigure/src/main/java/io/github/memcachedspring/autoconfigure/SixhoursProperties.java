package io.github.memcachedspring.autoconfigure;

import java.util.List;

import org.springframework.boot.context.properties.bind.BindResult;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.core.env.Environment;

/**
 * Looks for the servers under the name that the Sixhours starter has for them. Whoever
 * comes from it would be connected to the default server without noticing.
 */
final class SixhoursProperties {

	private static final String SERVERS = "memcached.cache.servers";

	private SixhoursProperties() {
	}

	static void check(Environment environment) {
		Binder binder = Binder.get(environment);
		BindResult<List<String>> former = binder.bind(SERVERS, Bindable.listOf(String.class));
		if (former.isBound() && !binder.bind("memcached.servers", Bindable.listOf(String.class)).isBound()
				&& !binder.bind(DiscoveryCondition.ENDPOINT, String.class).isBound()) {
			throw new InvalidConfigurationPropertyValueException(SERVERS, String.join(",", former.get()),
					"That is a property of the Sixhours starter. Set 'memcached.servers' instead; both may be there while "
							+ "applications with both starters share their configuration.");
		}
	}

}
