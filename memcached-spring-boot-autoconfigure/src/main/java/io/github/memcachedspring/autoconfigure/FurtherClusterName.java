package io.github.memcachedspring.autoconfigure;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

import io.github.memcachedspring.client.guard.MemcachedCluster;

import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName.Form;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;
import org.springframework.core.env.Environment;
import org.springframework.util.StringUtils;

/**
 * The name of a further cluster, from which those of its properties and beans follow.
 *
 * @param value the name, for example {@code user-sessions}
 */
record FurtherClusterName(String value) {

	static final String ROOT = "memcached.clusters";

	private static final ConfigurationPropertyName ROOT_NAME = ConfigurationPropertyName.of(ROOT);

	private static final Pattern LEGAL = Pattern.compile("[a-z][a-z0-9]*(-[a-z0-9]+)*");

	private static final Map<String, String> TAKEN = Map.of(MemcachedCluster.PRIMARY,
			"the cluster of 'memcached.servers'", MemcachedCluster.OLD, "the cluster that a migration comes from",
			"migrating", "what leads from one cluster to another");

	FurtherClusterName {
		if (!LEGAL.matcher(value).matches()) {
			throw refused(value, "A name has lower-case letters, digits and dashes, and begins with a letter, "
					+ "for example 'user-sessions'.");
		}
		if (TAKEN.containsKey(value)) {
			throw refused(value, "It is the name of %s. Choose another one.".formatted(TAKEN.get(value)));
		}
	}

	private static InvalidConfigurationPropertyValueException refused(String value, String reason) {
		return new InvalidConfigurationPropertyValueException(ROOT, value,
				"'%s.%s' cannot name a cluster. %s".formatted(ROOT, value, reason));
	}

	/** Returns the names of all clusters that anything is set for. */
	static List<FurtherClusterName> all(Environment environment) {
		Set<String> values = new LinkedHashSet<>();
		for (ConfigurationPropertySource source : ConfigurationPropertySources.get(environment)) {
			if (source instanceof IterableConfigurationPropertySource iterable) {
				iterable.stream()
					.filter(ROOT_NAME::isAncestorOf)
					.map((name) -> name.getElement(ROOT_NAME.getNumberOfElements(), Form.ORIGINAL))
					.forEach(values::add);
			}
		}
		return withoutVariants(values).stream().map(FurtherClusterName::new).toList();
	}

	/** Environment variables have no dashes: there, 'user-sessions' is 'usersessions'. */
	private static List<String> withoutVariants(Set<String> values) {
		List<String> names = new ArrayList<>(values);
		names.removeIf((name) -> values.stream()
			.anyMatch((other) -> !other.equals(name) && other.replace("-", "").equals(name)));
		return names;
	}

	/** Returns what the names of its properties begin with. */
	String property() {
		return ROOT + "." + this.value;
	}

	String operations() {
		return bean("MemcachedOperations");
	}

	String cluster() {
		return bean("MemcachedCluster");
	}

	String cacheManager() {
		return bean("CacheManager");
	}

	String atomicUpdateTemplate() {
		return bean("AtomicUpdateTemplate");
	}

	String counters() {
		return bean("MemcachedCounters");
	}

	/** Returns what qualifies beans that are meant for this cluster. */
	String qualifier() {
		return bean("Memcached");
	}

	private String bean(String suffix) {
		StringBuilder bean = new StringBuilder();
		for (String part : this.value.split("-")) {
			bean.append(StringUtils.capitalize(part));
		}
		return StringUtils.uncapitalize(bean.toString()) + suffix;
	}

}
