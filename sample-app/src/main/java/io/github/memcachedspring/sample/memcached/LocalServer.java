package io.github.memcachedspring.sample.memcached;

import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;

/**
 * Which server the sample uses when {@code memcached.servers} names none, the values of
 * {@value #PROPERTY}.
 */
enum LocalServer {

	/** The one on the {@code PATH} if there is one, else the embedded one. */
	AUTO,

	/** The one on the {@code PATH}. */
	PATH,

	/** The one that the module {@code memcached-embedded} brings. */
	EMBEDDED,

	/** None: without servers the sample does not start. */
	NONE;

	static final String PROPERTY = "sample.memcached";

	static LocalServer of(Environment environment) {
		return Binder.get(environment).bind(PROPERTY, LocalServer.class).orElse(AUTO);
	}

	/** Whether the choice is left to the library, which starts the embedded server. */
	boolean isEmbedded() {
		return this == EMBEDDED || (this == AUTO && MemcachedExecutable.find().isEmpty());
	}

}
