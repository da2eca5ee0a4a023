package io.github.memcachedspring.metrics;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;

/**
 * Remembers which meters tell of what, so that each has its meters once, and they can go
 * when it goes, also from a registry that stays. Meters of others with the same names and
 * tags are left to them.
 *
 * @since 0.1.0
 */
public final class RemovableMeters implements AutoCloseable {

	private static final List<String> PREFIXES = List.of("memcached.", "cache.");

	private final Map<MeterRegistry, Map<Object, Collection<Meter>>> registries = new IdentityHashMap<>();

	private boolean closed;

	/**
	 * Registers the meters of something, unless that was done before.
	 * @param owner what the meters tell of; compared by {@code equals}
	 * @param binder registers the meters
	 * @param registry where to register
	 */
	public synchronized void bind(Object owner, MeterBinder binder, MeterRegistry registry) {
		Map<Object, Collection<Meter>> owners = this.registries.computeIfAbsent(registry, (key) -> new HashMap<>());
		if (!this.closed && !owners.containsKey(owner)) {
			owners.put(owner, bound(binder, registry));
		}
	}

	/** Returns what is there that was not: a meter that was before is that of others. */
	private static Collection<Meter> bound(MeterBinder binder, MeterRegistry registry) {
		Set<Meter> before = Collections.newSetFromMap(new IdentityHashMap<>());
		before.addAll(registry.getMeters());
		binder.bindTo(registry);
		// The application may register meters of its own at the same time.
		return registry.getMeters()
			.stream()
			.filter((meter) -> !before.contains(meter)
					&& PREFIXES.stream().anyMatch(meter.getId().getName()::startsWith))
			.toList();
	}

	/**
	 * Removes the meters of something from all registries.
	 * @param owner what the meters tell of
	 */
	public synchronized void unbind(Object owner) {
		this.registries.forEach((registry, owners) -> {
			Collection<Meter> meters = owners.remove(owner);
			if (meters != null) {
				meters.forEach(registry::remove);
			}
		});
	}

	/** Removes all meters. None are registered any more. */
	@Override
	public synchronized void close() {
		this.closed = true;
		this.registries.values()
			.stream()
			.flatMap((owners) -> new ArrayList<>(owners.keySet()).stream())
			.toList()
			.forEach(this::unbind);
	}

}
