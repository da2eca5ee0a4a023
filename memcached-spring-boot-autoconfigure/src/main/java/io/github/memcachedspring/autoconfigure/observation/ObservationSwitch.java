package io.github.memcachedspring.autoconfigure.observation;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.util.ClassUtils;

/**
 * Whether there are observations. Unless the property says so there are only if something
 * makes spans of them: with Actuator a handler that makes meters always listens, which
 * would have every command pay for timers that it has already.
 */
final class ObservationSwitch {

	static final String TRACING_HANDLER = "io.micrometer.tracing.handler.TracingObservationHandler";

	private final @Nullable Boolean enabled;

	private final ListableBeanFactory beanFactory;

	ObservationSwitch(@Nullable Boolean enabled, ListableBeanFactory beanFactory) {
		this.enabled = enabled;
		this.beanFactory = beanFactory;
	}

	boolean isOn() {
		return (this.enabled != null) ? this.enabled : isTraced();
	}

	/** Creates none of the handlers: the connection to memcached is made very early. */
	private boolean isTraced() {
		ClassLoader classLoader = ObservationSwitch.class.getClassLoader();
		if (!ClassUtils.isPresent(TRACING_HANDLER, classLoader)) {
			return false;
		}
		Class<?> handler = ClassUtils.resolveClassName(TRACING_HANDLER, classLoader);
		return this.beanFactory.getBeanNamesForType(handler, true, false).length > 0;
	}

}
