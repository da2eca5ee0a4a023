package io.github.memcachedspring.client;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * All servers answered, and none of them can be used: they are older than memcached
 * 1.6.13, run without CAS, or are proxies that do not know the meta commands.
 *
 * @since 0.1.0
 */
public class IncompatibleServersException extends MemcachedException {

	private final Map<MemcachedNode, String> refusals;

	/**
	 * Creates a failure.
	 * @param refusals what was found on each node
	 */
	public IncompatibleServersException(Map<MemcachedNode, String> refusals) {
		super("No memcached server can hold leases, which takes memcached 1.6.13 or later with CAS: %s"
			.formatted(refusals), refusals.keySet().stream().findFirst().orElse(null));
		this.refusals = new LinkedHashMap<>(refusals);
	}

	/**
	 * Returns what was found.
	 * @return the reason by node
	 */
	public Map<MemcachedNode, String> getRefusals() {
		return this.refusals;
	}

}
