package io.github.memcachedspring.autoconfigure.endpoint;

import java.util.Locale;

import org.jspecify.annotations.Nullable;

/**
 * What can be asked for by itself.
 */
enum Part {

	CLUSTERS, CACHES, MIGRATION, WARM_UP;

	/** Returns the part of a name as it is in a path, or as it is in an answer. */
	static @Nullable Part find(String name) {
		for (Part part : values()) {
			if (part.name().replace("_", "").equals(name.replace("-", "").toUpperCase(Locale.ROOT))) {
				return part;
			}
		}
		return null;
	}

}
